import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeOfEvent } from './time-of-event.ts'

const RECEIVED_MS = Date.UTC(2026, 10, 28, 12)
const HOUR_MS = 3_600_000
const call = { receivedAt: RECEIVED_MS, sentAt: undefined }

test.each([undefined, null])('an event with the time %s happened when it was received', (time) => {
  expect(timeOfEvent({ time }, call)).toEqual({ time: RECEIVED_MS, clientTime: undefined, marks: [] })
})

test.each([
  ['words', 'soon'],
  ['an empty form field', ''],
  ['a list', ['1', '2']],
  ['an object', {}],
  ['no date', '2026-02-30T00:00:00Z'],
  ["the value of .NET's unset time", '0001-01-01T00:00:00Z'],
  ['the Unix epoch', 0],
  ['the Unix epoch as text', '1970-01-01T00:00:00Z'],
  ['a clock that was never set', '1980-01-06T00:00:12Z'],
  ["seconds since Apple's 2001, as Overland writes for OwnTracks", 817_560_000],
])('an event with %s happened when it was received, and is marked', (_what, time) => {
  expect(timeOfEvent({ time, timeUnit: 's' }, call)).toEqual({
    time: RECEIVED_MS,
    clientTime: undefined,
    marks: ['time-unreadable'],
  })
})

test.each([
  ['a time', RECEIVED_MS - HOUR_MS, []],
  ['seconds', (RECEIVED_MS - HOUR_MS) / 1_000, ['time-unit-guessed']],
  ['microseconds as text', String((RECEIVED_MS - HOUR_MS) * 1_000), ['time-unit-guessed']],
  ['no zone', '2026-11-28 11:00:00', ['time-zone-guessed']],
  ['another zone', '2026-11-28T04:00:00-0700', []],
])('an event with %s happened at that time', (_what, time, marks) => {
  expect(timeOfEvent({ time }, call)).toEqual({
    time: RECEIVED_MS - HOUR_MS,
    clientTime: RECEIVED_MS - HOUR_MS,
    marks,
  })
})

test.each([
  ['tomorrow', '2026-11-29T12:00:00Z', ['from-the-future']],
  ['a distant year', '9999-12-31T23:59:59Z', ['from-the-future']],
  ['milliseconds of a distant year', 90_000_000_000_000, ['from-the-future']],
  ['a local time of a zone further east', '2026-11-28 14:00:00', ['from-the-future', 'time-zone-guessed']],
])('an event of %s happened when it was received', (_what, time, marks) => {
  expect(timeOfEvent({ time }, call)).toMatchObject({ time: RECEIVED_MS, marks })
})

test("the client's time of sending corrects its clock, in every combination of units", () => {
  for (const [time, sentAt] of [
    [5_000, 65_000],
    ['1970-01-01T00:00:05Z', 65_000],
    [Date.UTC(2020, 0), Date.UTC(2020, 0) + 60_000],
    [Date.UTC(2020, 0) / 1_000, Date.UTC(2020, 0) + 60_000],
    ['2030-01-01T01:00:00+01:00', Date.UTC(2030, 0) + 60_000],
  ] as const) {
    const { time: happened } = timeOfEvent({ time }, { receivedAt: RECEIVED_MS, sentAt })
    expect([time, happened]).toEqual([time, RECEIVED_MS - 60_000])
  }
})

test("the call's time of sending takes precedence over the event's; an invalid one corrects nothing", () => {
  const time = RECEIVED_MS - HOUR_MS
  const sentAt = new Date(RECEIVED_MS - 60_000).toISOString()
  expect(timeOfEvent({ time, sentAt }, call).time).toBe(time + 60_000)
  expect(timeOfEvent({ time, sentAt }, { ...call, sentAt: RECEIVED_MS }).time).toBe(time)
  for (const useless of ['soon', '', null, 0, '0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z', {}]) {
    expect([useless, timeOfEvent({ time, sentAt: useless }, call)]).toEqual([
      useless,
      { time, clientTime: time, marks: [] },
    ])
  }
})

test('for any input the time can be written as RFC 3339 text, and is not later than received', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.double(), fc.date().map(String)),
      fc.option(fc.oneof(fc.anything(), fc.integer()), { nil: undefined }),
      (time, sentAt) => {
        const { time: happened } = timeOfEvent({ time, sentAt }, call)
        expect(happened).toBeLessThanOrEqual(RECEIVED_MS)
        expect(new Date(happened).toISOString()).toMatch(/^2\d{3}-/u)
      },
    ),
  )
})
