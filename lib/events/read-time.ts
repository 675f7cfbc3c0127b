/**
 * What a client is expected to send: a number of milliseconds (`ms`), a number of seconds (`s`), a number of one of them
 * (`either`), or text (`text`). A number whose size shows another unit is read in that unit: seconds, milliseconds, microseconds
 * or nanoseconds.
 */
export type TimeUnit = 'ms' | 's' | 'either' | 'text'

/** The time that a client sent. */
export interface ReadTime {
  /** Milliseconds since 1970. */
  readonly ms: number
  /**
   * What we guessed. `unit`: a number was read in another unit than the expected one, also where text was expected. Not set for a
   * number that is plausible in no unit. `zone`: text had no zone, so we read it as UTC.
   */
  readonly guessed: 'unit' | 'zone' | undefined
}

// Longer text is not a time, so the patterns below do not run on it.
const LENGTH_MAX = 64

const DECIMAL = /^[+-]?\d{1,20}(?:[.,]\d+)?(?:[eE]\+?\d{1,2})?$/u

// The form that nearly all clients write: Date.parse() reads it ten times faster than we do. The pattern matches only days 1 to 28,
// which exist in every month, because Date.parse() reads 31 February as 3 March.
const COMMON = /^[1-9]\d{3}-\d\d-(?:0[1-9]|1\d|2[0-8])T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u

// RFC 3339 and its variants. Also allowed, as in ISO 8601: no colons or dashes, a comma before the fraction, no seconds, no zone. A
// zone may have no sign, because the query decoder turns its plus into a blank. Brackets contain the name of the zone (RFC 9557).
const DATE_TIME =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[Tt]| {1,2})(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?(?:( {0,2})([Zz]|UTC|GMT|[+-]?\d\d(?::?\d\d)?))?(?:\[[^[\]]*\])*$/u

const MINUTE_MS = 60_000

// The largest distance from 1970 that a Date supports, in milliseconds.
const MS_MAX = 8.64e15

// A number is a plausible time if it is between 2000 and 2100. The ranges of the units do not overlap.
const PLAUSIBLE_FROM_SECONDS = 946_684_800
const PLAUSIBLE_TO_SECONDS = 4_102_444_800

/**
 * True for a time between 2000 and 2100. An earlier time means that the client's clock was never set, or that the client sent a
 * default value.
 *
 * @example
 * ```ts
 * isPlausibleTime(Date.UTC(2026, 0, 1)) // => true
 * isPlausibleTime(0) // => false
 * ```
 */
export function isPlausibleTime(ms: number): boolean {
  return isPlausible(ms / 1_000)
}

/**
 * Reads the time of a client: a number, decimal text, RFC 3339 text or a variant of it. Undefined if it is not a time.
 *
 * If a number is plausible in no unit, it is read in seconds if these are expected, else in milliseconds. Text without a zone is
 * UTC.
 *
 * @example
 * ```ts
 * readTime('2026-01-01T00:00:00Z') // => { ms: 1767225600000, guessed: undefined }
 * readTime('2026-01-01 01:00:00+0100') // => { ms: 1767225600000, guessed: undefined }
 * readTime('2026-01-01 00:00:00') // => { ms: 1767225600000, guessed: 'zone' }
 * readTime(1767225600) // => { ms: 1767225600000, guessed: 'unit' }
 * readTime('soon') // => undefined
 * ```
 */
export function readTime(raw: unknown, unit: TimeUnit = 'ms'): ReadTime | undefined {
  if (typeof raw === 'number') return readNumber(raw, unit)
  if (typeof raw !== 'string' || raw.length > LENGTH_MAX) return undefined
  const text = raw.trim()
  return DECIMAL.test(text) ? readNumber(Number(text.replace(',', '.')), unit) : readText(text)
}

function readNumber(value: number, unit: TimeUnit): ReadTime | undefined {
  if (isPlausible(value / 1_000)) {
    return { ms: Math.trunc(value), guessed: unit === 's' || unit === 'text' ? 'unit' : undefined }
  }
  if (isPlausible(value)) {
    return { ms: Math.round(value * 1_000), guessed: unit === 'ms' || unit === 'text' ? 'unit' : undefined }
  }
  if (isPlausible(value / 1e6)) return { ms: Math.trunc(value / 1e3), guessed: 'unit' }
  if (isPlausible(value / 1e9)) return { ms: Math.trunc(value / 1e6), guessed: 'unit' }
  const ms = Math.trunc(unit === 's' ? value * 1_000 : value)
  return Math.abs(ms) <= MS_MAX ? { ms, guessed: undefined } : undefined
}

function isPlausible(seconds: number): boolean {
  return seconds >= PLAUSIBLE_FROM_SECONDS && seconds < PLAUSIBLE_TO_SECONDS
}

function readText(text: string): ReadTime | undefined {
  const common = COMMON.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(common) ? readParts(text) : { ms: common, guessed: undefined }
}

function readParts(text: string): ReadTime | undefined {
  const parts = DATE_TIME.exec(text)
  if (parts === null) return undefined
  const [, years, months, days, hours, minutes, seconds = '0', fraction = '', blanks = '', zone] = parts
  const [year, month, day] = [Number(years), Number(months), Number(days)]
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)]
  // Date.UTC() maps the years 0 to 99 to 1900 to 1999.
  const isDate = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
  if (!isDate || !isTimeOfDay(hour, minute, second)) return undefined
  const offset = zone === undefined ? 0 : offsetMinutes(zone, blanks !== '')
  if (offset === undefined) return undefined
  const millisecond = Number(fraction.slice(0, 3).padEnd(3, '0'))
  // Date.UTC() maps a leap second to the first second of the next minute, and 24:00 to the next day.
  const local = Date.UTC(year, month - 1, day, hour, minute, second, millisecond)
  return { ms: local - offset * MINUTE_MS, guessed: zone === undefined ? 'zone' : undefined }
}

function isTimeOfDay(hour: number, minute: number, second: number): boolean {
  return (hour <= 23 && minute <= 59 && second <= 60) || (hour === 24 && minute === 0 && second === 0)
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

// A zone without a sign is valid only after a blank, which was the plus.
function offsetMinutes(zone: string, isAfterBlank: boolean): number | undefined {
  const first = zone.charAt(0)
  if (first === 'Z' || first === 'z' || first === 'U' || first === 'G') return 0
  const isSigned = first === '+' || first === '-'
  if (!isSigned && !isAfterBlank) return undefined
  const digits = (isSigned ? zone.slice(1) : zone).replace(':', '')
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))]
  if (hours > 23 || minutes > 59) return undefined
  return (first === '-' ? -1 : 1) * (hours * 60 + minutes)
}
