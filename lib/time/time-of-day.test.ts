import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { endOfSpan, nextFullHour, nextTimeOfDay } from './time-of-day.ts'

const MINUTE_MS = 60_000
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Chatham',
  'America/Havana',
  'Africa/Casablanca',
  'UTC',
]

/** A clock on the wall of a place, as people read it. */
function wall(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (atMs: number) => format.format(atMs)
}

const isIn = (time: string, from: string, to: string) =>
  from <= to ? time >= from && time < to : time >= from || time < to

/** The first whole minute at or after a time that is as wanted, by looking at every one of them. */
function firstMinute(fromMs: number, isWanted: (atMs: number) => boolean): number {
  for (let atMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS; ; atMs += MINUTE_MS)
    if (isWanted(atMs)) return atMs
}

const aTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
// Around the changes of spring and autumn of 2026, in whole seconds.
const changes = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2026-02-15',
  '2026-03-22',
]
const aMoment = fc
  .tuple(fc.constantFrom(...changes), fc.integer({ min: -26 * 3_600, max: 30 * 3_600 }))
  .map(([day, seconds]) => Date.parse(`${day}T00:00:00Z`) + seconds * 1_000)
const aCase = fc.tuple(fc.constantFrom(...ZONES), aMoment)

test('a span ends at the first minute that a clock on the wall shows outside it', () => {
  fc.assert(
    fc.property(aCase, aTime, aTime, ([zone, now], from, to) => {
      fc.pre(from !== to)
      const clock = wall(zone)
      const expected = isIn(clock(now), from, to)
        ? firstMinute(now, (atMs) => !isIn(clock(atMs), from, to))
        : undefined
      expect(endOfSpan({ from, to }, zone, now)).toBe(expected)
    }),
    { numRuns: 150 },
  )
})

test('the next full hour is the first minute at which a clock on the wall shows one', () => {
  fc.assert(
    fc.property(aCase, ([zone, now]) => {
      const clock = wall(zone)
      expect(nextFullHour(zone, now)).toBe(firstMinute(now + 1, (atMs) => clock(atMs).endsWith(':00')))
    }),
    { numRuns: 150 },
  )
})

test('the next time of day is the first minute of a day at which a clock on the wall has reached it', () => {
  fc.assert(
    fc.property(aCase, aTime, ([zone, now], time) => {
      const clock = wall(zone)
      const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
      const dayOf = (atMs: number) => dayFormat.format(atMs)
      // Every day that has begun since two days before has its time once; the first one after now is the next.
      const reached = new Set<string>()
      let isKnown = false
      const next = firstMinute(now - 50 * 60 * MINUTE_MS, (atMs) => {
        const day = dayOf(atMs)
        if (!isKnown) {
          // The first day may be half over: it does not count.
          reached.add(day)
          isKnown = true
        }
        if (reached.has(day) || clock(atMs) < time) return false
        reached.add(day)
        return atMs > now
      })
      expect(nextTimeOfDay(time, zone, now)).toBe(next)
    }),
    { numRuns: 100 },
  )
})

test('quiet hours that end in the hour that spring skips end with it', () => {
  const at = Date.parse('2026-03-29T00:30:00Z')
  expect(endOfSpan({ from: '22:00', to: '02:30' }, 'Europe/Berlin', at)).toBe(
    Date.parse('2026-03-29T01:00:00Z'),
  )
})

test('what is daily at a time that autumn repeats is once on that day', () => {
  const first = Date.parse('2026-10-25T00:30:00Z')
  expect(nextTimeOfDay('02:30', 'Europe/Berlin', first - 1)).toBe(first)
  expect(nextTimeOfDay('02:30', 'Europe/Berlin', first)).toBe(Date.parse('2026-10-26T01:30:00Z'))
})
