import { expect, test } from 'vitest'
import { openHands } from './open-hands.ts'

function aBatch() {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  return { send: () => promise, resolve, reject }
}

function open() {
  let free = 0
  const hands = openHands({ batchMax: 500, togetherMax: 32, onFree: () => void free++ })
  return { hands, free: () => free }
}

test('a large batch is alone, and several small ones have room for the calls of the channel', async () => {
  const { hands, free } = open()
  expect(hands.room()).toBe(500)
  const [small, other] = [aBatch(), aBatch()]
  hands.take(2, small.send)
  expect(hands.room()).toBe(30)
  hands.take(30, other.send)
  expect(hands.room()).toBe(0)
  other.resolve()
  await expect.poll(free).toBe(1)
  expect(hands.room()).toBe(30)
  small.resolve()
  expect(await hands.settled()).toBeUndefined()
  expect(hands.isEmpty()).toBe(true)
  expect(hands.room()).toBe(500)
  // Nobody waited for this one.
  expect(free()).toBe(1)
})

test('there are at most four batches, however small', () => {
  const { hands } = open()
  for (let batch = 0; batch < 4; batch += 1) {
    expect(hands.room()).toBeGreaterThan(0)
    hands.take(1, aBatch().send)
  }
  expect(hands.room()).toBe(0)
})

test('the error of a batch is told once, and its end is', async () => {
  const { hands, free } = open()
  const batch = aBatch()
  hands.take(1, batch.send)
  batch.reject(new Error('the store is away'))
  await expect.poll(free).toBe(1)
  expect(() => hands.throwFailure()).toThrow('the store is away')
  expect(() => hands.throwFailure()).not.toThrow()
  expect(await hands.settled()).toBeUndefined()
})
