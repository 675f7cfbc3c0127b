import type { Unreadable } from '../delivered.ts'
import type { RawEvent } from '../read-event.ts'

/** What a phone reported: where it was, and what could not be read of it. */
export interface Report {
  readonly events: readonly RawEvent[]
  readonly unreadable: readonly Unreadable[]
}

/** A place where a phone says it was, in the units of `geo`; nothing in it was checked yet. */
export interface Fix {
  readonly device: unknown
  /** Seconds or milliseconds since 1970, or RFC 3339 text. */
  readonly time: unknown
  readonly lat: unknown
  readonly lng: unknown
  readonly accuracyMeters: unknown
  readonly altitudeMeters: unknown
  readonly metersPerSecond: unknown
  readonly headingDegrees: unknown
  readonly batteryPercent: unknown
}

// Milliseconds since 1970 have been above that since 1973, seconds are below until the year 5138.
const SECONDS_MAX = 100_000_000_000
const SECOND_MS = 1_000

/** A report in which nothing can be read. */
export function unreadableReport(reason: string, body: string): Report {
  return { events: [], unreadable: [{ reason, body }] }
}

/** A report of several parts. */
export function joinReports(reports: readonly Report[]): Report {
  return {
    events: reports.flatMap(({ events }) => events),
    unreadable: reports.flatMap(({ unreadable }) => unreadable),
  }
}

/** The `geo` event of a fix; `body` is what it was read from, should it name no device or no place. */
export function reportFix(fix: Fix, body: string): Report {
  const lt = numberOf(fix.lat)
  const lg = numberOf(fix.lng)
  if (lt === undefined || lg === undefined) return unreadableReport('it names no place', body)
  if (fix.device === undefined || fix.device === null) return unreadableReport('it names no device', body)
  const params = {
    di: fix.device,
    lt,
    lg,
    ...known('a', fix.accuracyMeters, 0),
    ...known('alt', fix.altitudeMeters),
    // Phones say -1 for what they do not know.
    ...known('spd', fix.metersPerSecond, 0),
    ...known('hdg', fix.headingDegrees, 0),
    ...known('batt', fix.batteryPercent, 0),
  }
  return {
    events: [{ type: 'geo', id: undefined, time: timeOf(fix.time), device: fix.device, params }],
    unreadable: [],
  }
}

/**
 * A number that a phone sent as such, or as text; undefined for anything else.
 *
 * @example
 * ```ts
 * numberOf('52.5') // => 52.5
 * numberOf('') // => undefined
 * ```
 */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** A value times a factor, to two digits; undefined where it is no number. */
export function scaled(value: unknown, factor: number): number | undefined {
  const number = numberOf(value)
  return number === undefined ? undefined : Math.round(number * factor * 100) / 100
}

function known(name: string, value: unknown, min = -Infinity): Record<string, number> {
  const number = numberOf(value)
  return number === undefined || number < min ? {} : { [name]: number }
}

function timeOf(value: unknown): unknown {
  const number = numberOf(value)
  if (number === undefined) return value
  return Math.abs(number) < SECONDS_MAX ? number * SECOND_MS : number
}
