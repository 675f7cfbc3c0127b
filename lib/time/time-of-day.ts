import { offsetChange, zoneOffset } from './zone-offset.ts'

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60
const DAY_MINUTES = 1_440
const DAY_MS = DAY_MINUTES * MINUTE_MS

/** A time of day on a clock of 24 hours, such as `07:05`. */
export const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/u

/** Times of day on the clocks of a place: from one until just before the other, which may be on the next day. */
export interface DaySpan {
  readonly from: string
  readonly to: string
}

/**
 * The end of a span of the day that contains a time: the first minute that the clocks of the zone show outside it. Undefined if the
 * span does not contain the time. Where the clocks skip its end, it ends with the skipped time; where they repeat an hour, the
 * span counts in both.
 *
 * @example
 * ```ts
 * const night = { from: '22:00', to: '06:30' }
 * endOfSpan(night, 'Europe/Berlin', Date.UTC(2026, 0, 1, 23)) // => Date.UTC(2026, 0, 2, 5, 30)
 * endOfSpan(night, 'Europe/Berlin', Date.UTC(2026, 0, 1, 12)) // => undefined
 * ```
 */
export function endOfSpan({ from, to }: DaySpan, timeZone: string, atMs: number): number | undefined {
  const [start, end] = [minutesOf(from), minutesOf(to)]
  const minute = minuteAt(timeZone, atMs)
  if (!isWithin(minute, start, end)) return undefined
  const endMs = startOfMinute(atMs) + minutesUntil(minute, end) * MINUTE_MS
  const change = offsetChange(timeZone, atMs, endMs)
  if (change === undefined) return endMs
  return endOfSpan({ from, to }, timeZone, change) ?? change
}

/**
 * The next time after a time at which the clocks of a zone show a time of day. Where they skip it, it is the end of the skipped
 * time; where they repeat it, it is the first of the two only.
 *
 * @example
 * ```ts
 * nextTimeOfDay('18:00', 'Europe/Berlin', Date.UTC(2026, 0, 1, 12)) // => Date.UTC(2026, 0, 1, 17)
 * nextTimeOfDay('18:00', 'Europe/Berlin', Date.UTC(2026, 0, 1, 17)) // => Date.UTC(2026, 0, 2, 17)
 * ```
 */
export function nextTimeOfDay(time: string, timeZone: string, atMs: number): number {
  const localDay = Math.floor((atMs + zoneOffset(timeZone, atMs)) / DAY_MS)
  for (let day = localDay - 1; ; day += 1) {
    const found = timeOnDay(day * DAY_MS + minutesOf(time) * MINUTE_MS, timeZone)
    if (found > atMs) return found
  }
}

/**
 * The next time after a time at which the clocks of a zone show a full hour.
 *
 * @example
 * ```ts
 * nextFullHour('Asia/Kolkata', Date.UTC(2026, 0, 1, 12)) // => Date.UTC(2026, 0, 1, 12, 30)
 * ```
 */
export function nextFullHour(timeZone: string, atMs: number): number {
  const past = minuteAt(timeZone, atMs) % HOUR_MINUTES
  const next = startOfMinute(atMs) + (HOUR_MINUTES - past) * MINUTE_MS
  const change = offsetChange(timeZone, atMs, next)
  if (change === undefined || minuteAt(timeZone, change) % HOUR_MINUTES === 0) return change ?? next
  return nextFullHour(timeZone, change)
}

/** The first time at which the clocks show a local time, given as if it were UTC, or have skipped it. */
function timeOnDay(local: number, timeZone: string): number {
  const [fromMs, untilMs] = [local - DAY_MS, local + DAY_MS]
  const before = local - zoneOffset(timeZone, fromMs)
  const change = offsetChange(timeZone, fromMs, untilMs)
  if (change === undefined || before < change) return before
  return Math.max(change, local - zoneOffset(timeZone, untilMs))
}

function minuteAt(timeZone: string, atMs: number): number {
  const local = atMs + zoneOffset(timeZone, atMs)
  return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / MINUTE_MS)
}

function isWithin(minute: number, start: number, end: number): boolean {
  return start <= end ? minute >= start && minute < end : minute >= start || minute < end
}

function minutesUntil(minute: number, end: number): number {
  return (end - minute + DAY_MINUTES) % DAY_MINUTES
}

function startOfMinute(atMs: number): number {
  return Math.floor(atMs / MINUTE_MS) * MINUTE_MS
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * HOUR_MINUTES + Number(minutes)
}
