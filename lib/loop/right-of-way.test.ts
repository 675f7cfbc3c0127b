import { expect, test } from 'vitest'
import { createRightOfWay } from '#lib/loop/right-of-way.ts'

const LONG_MS = 600_000

test('free() waits for all work that goes first, and not without any', async () => {
  const way = createRightOfWay()
  await way.free(LONG_MS)
  expect(way.idleMs()).toBe(Infinity)
  const [one, other] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const works = [way.first(() => one.promise), way.first(() => other.promise)]
  let isFree = false
  const waiting = way.free(LONG_MS).then(() => (isFree = true))
  one.resolve('one')
  expect(await works[0]).toBe('one')
  expect([isFree, way.idleMs()]).toEqual([false, 0])
  other.resolve('other')
  await waiting
  await way.free(LONG_MS)
})

test('free() waits also for work that fails, and no longer than it is told', async () => {
  const way = createRightOfWay()
  await expect(way.first(() => Promise.reject(new Error('fails')))).rejects.toThrow('fails')
  await way.free(LONG_MS)
  const never = Promise.withResolvers<undefined>()
  const work = way.first(() => never.promise)
  await way.free(1)
  never.resolve(undefined)
  await work
})
