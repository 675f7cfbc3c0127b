import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correctedTime } from '#lib/events/corrected-time.ts'

const time = fc.integer({ min: -8.64e15, max: 8.64e15 })
const maybeTime = fc.option(time, { nil: undefined })

describe('correctedTime()', () => {
  test('is never later than receivedAt', () => {
    fc.assert(
      fc.property(time, maybeTime, maybeTime, (receivedAt, clientTime, sentAt) => {
        expect(correctedTime({ receivedAt, clientTime, sentAt })).toBeLessThanOrEqual(receivedAt)
        expect(correctedTime({ receivedAt, clientTime, sentAt })).toBeGreaterThanOrEqual(-8.64e15)
      }),
    )
  })

  test('does not depend on the error of the client clock', () => {
    const age = fc.integer({ min: 0, max: 1e9 })
    const error = fc.integer({ min: -1e12, max: 1e12 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), age, error, (receivedAt, ageMs, errorMs) => {
        const sentAt = receivedAt + errorMs
        expect(correctedTime({ receivedAt, clientTime: sentAt - ageMs, sentAt })).toBe(receivedAt - ageMs)
      }),
    )
  })

  test('is receivedAt if the client sends no time', () => {
    expect(correctedTime({ receivedAt: 10, clientTime: undefined, sentAt: 5 })).toBe(10)
  })

  test('uses the client time if sentAt is missing', () => {
    expect(correctedTime({ receivedAt: 10, clientTime: 4, sentAt: undefined })).toBe(4)
    expect(correctedTime({ receivedAt: 10, clientTime: 40, sentAt: undefined })).toBe(10)
  })
})
