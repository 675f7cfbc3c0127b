import { expect, onTestFinished, test } from 'vitest'
import { awaitedEngines, isAwaitedFor, waitForEngine } from '#lib/waits/engine-waits.ts'
import { openLook, tellWaits } from '#lib/waits/tell-waits.ts'

function listen() {
  const told: string[] = []
  const look = openLook({
    onWait: ({ engine, reason }) => told.push(`waiting for ${engine}: ${reason}`),
    onThere: ({ engine }) => told.push(`${engine} is there`),
  })
  return { told, look }
}

const names = () => awaitedEngines().map(({ name }) => name)

test('several waits for one engine count as one, until the last of them is over', () => {
  const [first, second] = [waitForEngine('Redis at a'), waitForEngine('Redis at a')]
  const other = waitForEngine('Kafka at b')
  expect(names()).toEqual(['Redis at a', 'Kafka at b'])
  first.over()
  first.over()
  expect(names()).toEqual(['Redis at a', 'Kafka at b'])
  second.over()
  other.over()
  expect(names()).toEqual([])
})

test('isAwaitedFor() is true when an engine has been awaited for long enough', async () => {
  const wait = waitForEngine('Redis at a')
  expect(isAwaitedFor('Redis at a', 50)).toBe(false)
  await expect.poll(() => isAwaitedFor('Redis at a', 50)).toBe(true)
  expect(isAwaitedFor('Redis at b', 0)).toBe(false)
  wait.over()
  expect(isAwaitedFor('Redis at a', 0)).toBe(false)
})

test('a wait is reported with its reason within two seconds, then less and less often, and its end once', () => {
  const { told, look } = listen()
  const startedAt = performance.now()
  const wait = waitForEngine('Redis at a')
  wait.because(new Error('refused by redis://u:secret@a'))
  const line = 'waiting for Redis at a: refused by redis://u:***@a'
  for (let second = 0; second <= 120 * 60; second += 1) look(startedAt + second * 1_000)
  expect(told.length).toBeLessThanOrEqual(6)
  expect(new Set(told)).toEqual(new Set([line]))
  told.splice(0)
  wait.over()
  for (let second = 0; second < 10; second += 1) look(performance.now() + second * 1_000)
  expect(told).toEqual(['Redis at a is there'])
})

test('the first report comes only after the time in which an available engine answers', () => {
  const { told, look } = listen()
  const startedAt = performance.now()
  const wait = waitForEngine('Redis at a')
  look(startedAt + 400)
  expect(told).toEqual([])
  look(startedAt + 1_500)
  expect(told).toEqual(['waiting for Redis at a: no answer yet'])
  wait.over()
})

test('an engine that is soon available is never reported', () => {
  const { told, look } = listen()
  const startedAt = performance.now()
  const wait = waitForEngine('Redis at a')
  look(startedAt + 200)
  wait.over()
  look(startedAt + 5_000)
  expect(told).toEqual([])
})

test('a second wait for the same engine is reported again', () => {
  const { told, look } = listen()
  for (const time of [1, 2]) {
    const wait = waitForEngine('Redis at a')
    look(performance.now() + 1_000)
    wait.over()
    look(performance.now() + 1_000)
    expect(told).toHaveLength(2 * time)
  }
})

test('tellWaits() checks the waits by itself', async () => {
  const told: string[] = []
  onTestFinished(tellWaits({ onWait: ({ engine }) => told.push(engine), onThere: () => told.push('there') }))
  const wait = waitForEngine('Redis at a')
  await expect.poll(() => told).toEqual(['Redis at a'])
  wait.over()
  await expect.poll(() => told).toEqual(['Redis at a', 'there'])
})
