import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPlausibleTime, readTime } from '#lib/events/read-time.ts'

const NOON_MS = Date.UTC(2026, 10, 28, 12)

// Times as clients write them.
const anyTime = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) - 1 })

describe('text', () => {
  test.each([
    ['RFC 3339', '2026-11-28T12:00:00Z'],
    ['a fraction of a second', '2026-11-28T12:00:00.000Z'],
    ['a fraction finer than milliseconds', '2026-11-28T12:00:00.000999999Z'],
    ['a comma before the fraction', '2026-11-28T12:00:00,000Z'],
    ['small letters', '2026-11-28t12:00:00z'],
    ['a blank instead of the T', '2026-11-28 12:00:00Z'],
    ['a zone', '2026-11-28T13:30:00+01:30'],
    ['a zone in the west', '2026-11-28T05:00:00-07:00'],
    ['a zone without a colon', '2026-11-28T05:00:00-0700'],
    ['UTC without a colon', '2026-11-28T12:00:00+0000'],
    ['a zone of hours only', '2026-11-28T12:00:00+00'],
    ['a zone whose plus was decoded to a blank', '2026-11-28T13:00:00 01:00'],
    ['the same without a colon', '2026-11-28T13:00:00 0100'],
    ['the same after a blank', '2026-11-28 13:00:00  0100'],
    ['a zone after a blank', '2026-11-28 13:00:00 +0100'],
    ['the name of UTC', '2026-11-28 12:00:00 UTC'],
    ['the name of the zone at the end', '2026-11-28T13:00:00+01:00[Europe/Berlin]'],
    ['no seconds', '2026-11-28T12:00Z'],
    ['no dashes and colons', '20261128T120000Z'],
    ['blanks around it', ' 2026-11-28T12:00:00Z '],
    ['a leap second', '2026-11-28T11:59:60Z'],
  ])('with %s is read: %s', (_what, text) => {
    expect(readTime(text)).toEqual({ ms: NOON_MS, guessed: undefined })
  })

  test.each([
    ['2026-11-28T12:00:00', NOON_MS],
    ['2026-11-28 12:00:00', NOON_MS],
    ['2014-06-04 09:10:11', Date.UTC(2014, 5, 4, 9, 10, 11)],
  ])('without a zone is UTC, marked as a guess: %s', (text, ms) => {
    expect(readTime(text)).toEqual({ ms, guessed: 'zone' })
  })

  test('a leap second is the first of the next minute, and 24:00 the next day', () => {
    const newYear = { ms: Date.UTC(2017, 0), guessed: undefined }
    expect(readTime('2016-12-31T23:59:60Z')).toEqual(newYear)
    expect(readTime('2016-12-31T23:59:60.000Z')).toEqual(newYear)
    expect(readTime('2016-12-31T24:00:00Z')).toEqual(newYear)
  })

  test('is read correctly for any time', () => {
    fc.assert(
      fc.property(anyTime, (ms) => {
        const iso = new Date(ms).toISOString()
        for (const text of [iso, iso.toLowerCase(), iso.replace('T', ' '), iso.replace('.', ',')]) {
          expect([text, readTime(text)]).toEqual([text, { ms, guessed: undefined }])
        }
      }),
    )
  })

  test('accepts only days that exist in the calendar', () => {
    expect(readTime('2028-02-29T00:00:00Z')?.ms).toBe(Date.UTC(2028, 1, 29))
    for (const day of ['2026-02-29', '2026-02-30', '2100-02-29', '2026-04-31', '2026-13-01', '2026-01-00']) {
      expect([day, readTime(`${day}T00:00:00Z`)]).toEqual([day, undefined])
    }
  })
})

describe('a number', () => {
  const S = NOON_MS / 1_000

  test.each([
    ['milliseconds', NOON_MS, 'ms', undefined],
    ['seconds', S, 's', undefined],
    ['seconds where milliseconds are expected', S, 'ms', 'unit'],
    ['milliseconds where seconds are expected', NOON_MS, 's', 'unit'],
    ['milliseconds where both are possible', NOON_MS, 'either', undefined],
    ['seconds where both are possible', S, 'either', undefined],
    ['seconds where text is expected', S, 'text', 'unit'],
    ['microseconds', NOON_MS * 1e3, 'ms', 'unit'],
    ['nanoseconds', NOON_MS * 1e6, 's', 'unit'],
  ] as const)('of %s is recognised by its size', (_what, value, unit, guessed) => {
    for (const written of [value, String(value), ` ${value} `, `${value}.0`, `${value},0`]) {
      expect([written, readTime(written, unit)]).toEqual([written, { ms: NOON_MS, guessed }])
    }
  })

  test('is read correctly in each unit for any time', () => {
    fc.assert(
      fc.property(anyTime, (ms) => {
        expect(readTime(ms)).toEqual({ ms, guessed: undefined })
        expect(readTime(ms / 1_000, 's')).toEqual({ ms, guessed: undefined })
        expect(readTime(String(ms / 1_000))).toEqual({ ms, guessed: 'unit' })
      }),
    )
  })

  test('may have a fraction and an exponent', () => {
    expect(readTime('1767225600.25', 's')?.ms).toBe(1_767_225_600_250)
    expect(readTime(1_767_225_600_000.9)?.ms).toBe(1_767_225_600_000)
    expect(readTime('1.7672256E12')?.ms).toBe(1_767_225_600_000)
    expect(readTime(-1.9)?.ms).toBe(-1)
  })

  test('that is plausible in no unit is read in the expected unit', () => {
    expect(readTime(0)).toEqual({ ms: 0, guessed: undefined })
    expect(readTime(5, 's')).toEqual({ ms: 5_000, guessed: undefined })
    expect(readTime(4_102_444_800_000)).toEqual({ ms: 4_102_444_800_000, guessed: undefined })
  })
})

test('any result is a whole number in the range of a Date, or undefined', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.string(), fc.double()),
      fc.constantFrom('ms', 's', 'either', 'text'),
      (raw, unit) => {
        const read = readTime(raw, unit)
        // A Date has no −0.
        if (read !== undefined) expect(new Date(read.ms).getTime()).toBe(read.ms + 0)
      },
    ),
  )
})

test.each([
  'soon',
  '',
  ' ',
  '0x10',
  'May 5',
  '01/02/2026',
  '2026-01-01',
  '2026-01-01T25:00:00Z',
  '2026-01-01T10:60:00Z',
  '2026-01-01T10:00:61Z',
  '2026-01-01T00:00:00Zx',
  '2026-01-01T00:00:00+24:00',
  '2026-01-01T00:00:0001:00',
  '0001-01-01T00:00:00Z',
  '99999999999999999999',
  `2026-01-01T00:00:00.${'0'.repeat(100)}Z`,
  Number.NaN,
  Infinity,
  8.64e15 + 1,
  true,
  null,
  undefined,
  [1],
  ['2026-01-01T00:00:00Z'],
  {},
  new Date(0),
])('%j is not a time', (raw) => {
  expect(readTime(raw)).toBeUndefined()
})

test('a plausible time is between 2000 and 2100', () => {
  expect([Date.UTC(2000, 0), Date.UTC(2099, 11, 31)].map(isPlausibleTime)).toEqual([true, true])
  expect([0, Date.UTC(1999, 11, 31), Date.UTC(2100, 0)].map(isPlausibleTime)).toEqual([false, false, false])
})
