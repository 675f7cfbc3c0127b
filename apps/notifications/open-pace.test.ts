import { expect, test } from 'vitest'
import { openPace } from './open-pace.ts'

const LIMITS = { requestsPerSecond: 100, perSubscription: 8, quarterMin: 1_000 }
const QUARTER_MS = 900_000

test('calls start at the rate of the provider, however many want to', () => {
  const pace = openPace(LIMITS, () => 1_000)
  const starts = Array.from({ length: 500 }, () => pace.take(0))
  expect(starts[0]).toBe(0)
  for (let from = 0; from < 5_000; from += 37) {
    expect(starts.filter((start) => start >= from && start < from + 1_000).length).toBeLessThanOrEqual(100)
  }
  expect(pace.take(60_000)).toBe(0)
})

test.each([
  [10, 1_000],
  [500, 4_000],
])('with %i subscriptions there are %i calls in a quarter of an hour', (subscriptions, max) => {
  const pace = openPace(LIMITS, () => subscriptions)
  const calls: number[] = []
  for (let nowMs = 0; nowMs < 3 * QUARTER_MS; nowMs += 1_000) {
    for (let left = pace.admit(50, nowMs); left > 0; left -= 1) {
      pace.take(nowMs)
      calls.push(nowMs)
    }
  }
  for (const from of calls.filter((_, place) => place % 97 === 0)) {
    expect(calls.filter((at) => at >= from && at < from + QUARTER_MS).length).toBeLessThanOrEqual(max)
  }
  expect(calls.length).toBeGreaterThan(2 * max)
})

test('a full channel says why and until when, and more subscriptions open it', () => {
  let subscriptions = 10
  const pace = openPace(LIMITS, () => subscriptions)
  for (let call = 0; call < 1_000; call += 1) pace.take(5)
  expect(pace.admit(9, 1_000)).toBe(0)
  expect(pace.full(3_000)).toMatchObject({ forMs: 2_000, nextTryInMs: QUARTER_MS + 10_000 - 2_995 })
  subscriptions = 500
  expect(pace.full(3_000)).toBeUndefined()
})
