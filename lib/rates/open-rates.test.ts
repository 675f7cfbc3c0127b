import { expect, test } from 'vitest'
import { openRates } from '#lib/rates/open-rates.ts'
import { tooManyCalls } from '#lib/rates/too-many-calls.ts'

const RATE = { ratePerSecond: 2, burst: 3 }

/** Rates with a clock that the test moves. */
function aClock(keysMax = 10) {
  let nowMs = 1_000
  const rates = openRates(RATE, { keysMax, now: () => nowMs })
  return { rates, later: (ms: number) => void (nowMs += ms) }
}

test('each key has a burst, and waits for the next token afterwards', () => {
  const { rates, later } = aClock()
  expect([1, 2, 3].map(() => rates.take(['anna']))).toEqual([0, 0, 0])
  expect(rates.take(['anna'])).toBeCloseTo(0.5)
  expect(rates.take(['ben'])).toBe(0)
  later(500)
  expect(rates.take(['anna'])).toBe(0)
  expect(rates.take(['anna'])).toBeCloseTo(0.5)
})

test('a call of several keys takes tokens of all of them or of none', () => {
  const { rates } = aClock()
  expect(rates.take(['anna', 'address'], 2)).toBe(0)
  expect(rates.take(['ben', 'address'], 2)).toBeCloseTo(0.5)
  expect(rates.take(['ben'], 3)).toBe(0)
  expect(rates.take(['address'])).toBe(0)
})

test('secondsUntil() takes nothing', () => {
  const { rates } = aClock()
  expect(rates.secondsUntil(['anna'], 3)).toBe(0)
  expect(rates.take(['anna'], 3)).toBe(0)
  expect(rates.secondsUntil(['anna', 'ben'])).toBeCloseTo(0.5)
})

test('a key that is named twice is counted once', () => {
  const { rates } = aClock()
  expect(rates.take(['anna', 'anna'], 3)).toBe(0)
  expect(rates.take(['anna'])).toBeCloseTo(0.5)
})

test('more keys than are remembered do not grow the memory; the oldest begins anew', () => {
  const { rates } = aClock(2)
  expect(rates.take(['anna'], 3)).toBe(0)
  for (const key of ['a', 'b']) rates.take([key])
  expect(rates.take(['anna'], 3)).toBe(0)
})

test.each([
  [0.2, '1'],
  [1.01, '2'],
  [0, '1'],
])('the answer to one who must wait %d s says Retry-After %s', (seconds, text) => {
  expect(tooManyCalls(seconds).problem).toMatchObject({ status: 429, headers: { 'retry-after': text } })
})
