import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correctedTime, readTime } from '#lib/events/corrected-time.ts'

const time = fc.integer({ min: -8.64e15, max: 8.64e15 })
const maybeTime = fc.option(time, { nil: undefined })

describe('correctedTime()', () => {
  test('is never later than it was received', () => {
    fc.assert(
      fc.property(time, maybeTime, maybeTime, (receivedAt, clientTime, sentAt) => {
        expect(correctedTime({ receivedAt, clientTime, sentAt })).toBeLessThanOrEqual(receivedAt)
        expect(correctedTime({ receivedAt, clientTime, sentAt })).toBeGreaterThanOrEqual(-8.64e15)
      }),
    )
  })

  test('does not depend on how wrong the clock of the client is', () => {
    const age = fc.integer({ min: 0, max: 1e9 })
    const error = fc.integer({ min: -1e12, max: 1e12 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), age, error, (receivedAt, ageMs, errorMs) => {
        const sentAt = receivedAt + errorMs
        expect(correctedTime({ receivedAt, clientTime: sentAt - ageMs, sentAt })).toBe(receivedAt - ageMs)
      }),
    )
  })

  test('is when it was received where the client says nothing', () => {
    expect(correctedTime({ receivedAt: 10, clientTime: undefined, sentAt: 5 })).toBe(10)
  })

  test("believes the client's time where it does not say when it sent", () => {
    expect(correctedTime({ receivedAt: 10, clientTime: 4, sentAt: undefined })).toBe(4)
    expect(correctedTime({ receivedAt: 10, clientTime: 40, sentAt: undefined })).toBe(10)
  })
})

describe('readTime()', () => {
  test('reads a moment however it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (ms) => {
        const iso = new Date(ms).toISOString()
        for (const written of [ms, String(ms), `${ms}.5`, iso, iso.toLowerCase(), iso.replace('T', ' ')]) {
          expect([written, readTime(written)]).toEqual([written, ms])
        }
      }),
    )
  })

  test('minds the zone', () => {
    expect(readTime('2026-01-01T02:00:00+02:00')).toBe(Date.UTC(2026, 0, 1))
    expect(readTime('2025-12-31T18:30:00.250-05:30')).toBe(Date.UTC(2026, 0, 1, 0, 0, 0, 250))
  })

  test('cuts fractions of milliseconds', () => {
    expect(readTime(1_767_225_600_000.9)).toBe(1_767_225_600_000)
    expect(readTime(-1.9)).toBe(-1)
  })

  test('gives whole numbers within what a date can hold, or undefined, for whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.double()), (raw) => {
        const ms = readTime(raw)
        // Dates know no −0.
        if (ms !== undefined) expect(new Date(ms).getTime()).toBe(ms + 0)
      }),
    )
  })

  test.each([
    'soon',
    '',
    ' ',
    '1e3',
    '0x10',
    '+1',
    'May 5',
    '01/02/2026',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:00:00Zx',
    '99999999999999999',
    Number.NaN,
    Infinity,
    8.64e15 + 1,
    true,
    null,
    undefined,
    [1],
    new Date(0),
  ])('%s is no time', (raw) => {
    expect(readTime(raw)).toBeUndefined()
  })
})
