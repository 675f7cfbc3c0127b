import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fullBucket, takeTokens } from '#lib/rates/token-bucket.ts'

const RATE = { ratePerSecond: 10, burst: 20 }

test('takeTokens() takes a burst at once, then gives the seconds to wait, and later takes the tokens that came back', () => {
  const bucket = fullBucket(RATE, 1_000)
  expect(takeTokens(bucket, RATE, { count: 20, nowMs: 1_000 })).toBe(0)
  expect(takeTokens(bucket, RATE, { count: 1, nowMs: 1_000 })).toBeCloseTo(0.1)
  expect(takeTokens(bucket, RATE, { count: 5, nowMs: 1_400 })).toBeCloseTo(0.1)
  expect(takeTokens(bucket, RATE, { count: 5, nowMs: 1_500 })).toBe(0)
  expect(takeTokens(bucket, RATE, { count: 1, nowMs: 1_500 })).toBeCloseTo(0.1)
})

test('a bucket never holds more than a burst', () => {
  const bucket = fullBucket(RATE, 0)
  expect(takeTokens(bucket, RATE, { count: 20, nowMs: 3_600_000 })).toBe(0)
  expect(takeTokens(bucket, RATE, { count: 1, nowMs: 3_600_000 })).toBeGreaterThan(0)
})

test('a full bucket gives more than a burst once; the debt must be waited for afterwards', () => {
  const bucket = fullBucket(RATE, 0)
  expect(takeTokens(bucket, RATE, { count: 1, nowMs: 0 })).toBe(0)
  expect(takeTokens(bucket, RATE, { count: 50, nowMs: 0 })).toBeCloseTo(0.1)
  expect(takeTokens(bucket, RATE, { count: 50, nowMs: 100 })).toBe(0)
  expect(takeTokens(bucket, RATE, { count: 1, nowMs: 100 })).toBeCloseTo(3.1)
  expect(takeTokens(bucket, RATE, { count: 1, nowMs: 3_300 })).toBe(0)
})

test('in the long run no more than the rate passes, for any sequence of calls', () => {
  const asks = fc.array(fc.record({ count: fc.integer({ min: 0, max: 60 }), afterMs: fc.nat(500) }), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(asks, (all) => {
      const bucket = fullBucket(RATE, 0)
      let nowMs = 0
      let taken = 0
      let last = 0
      for (const { count, afterMs } of all) {
        nowMs += afterMs
        if (takeTokens(bucket, RATE, { count, nowMs }) === 0) {
          taken += count
          last = count
        }
      }
      // Only the last call may be in debt.
      expect(taken - last).toBeLessThanOrEqual(RATE.burst + (nowMs / 1_000) * RATE.ratePerSecond + 1e-6)
    }),
  )
})
