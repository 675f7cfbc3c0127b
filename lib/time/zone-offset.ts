const MINUTE_MS = 60_000

/** Names are from outside, and some zones have many spellings. */
const FORMATS_MAX = 1_000

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * The offset of a time zone from UTC at a time, in milliseconds; the clocks of the zone show that much more. A time that is not in
 * whole seconds has the offset of its second.
 *
 * @throws {RangeError} when the time zone is unknown.
 * @example
 * ```ts
 * zoneOffset('Europe/Berlin', Date.UTC(2026, 6, 1)) // => 7_200_000
 * zoneOffset('Europe/Berlin', Date.UTC(2026, 0, 1)) // => 3_600_000
 * ```
 */
export function zoneOffset(timeZone: string, atMs: number): number {
  const second = Math.floor(atMs / 1_000) * 1_000
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(second)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return local - second
}

/**
 * The first minute after `fromMs`, and at most `untilMs`, at which a time zone has the offset that it has at `untilMs`; undefined
 * if it has the same at both. There may be one change between the two.
 *
 * @example
 * ```ts
 * const [from, until] = [Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 2, 29, 12)]
 * offsetChange('Europe/Berlin', from, until) // => Date.UTC(2026, 2, 29, 1)
 * offsetChange('UTC', from, until) // => undefined
 * ```
 */
export function offsetChange(timeZone: string, fromMs: number, untilMs: number): number | undefined {
  const after = zoneOffset(timeZone, untilMs)
  if (zoneOffset(timeZone, fromMs) === after) return undefined
  let [low, high] = [Math.floor(fromMs / MINUTE_MS), Math.ceil(untilMs / MINUTE_MS)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (zoneOffset(timeZone, middle * MINUTE_MS) === after) high = middle
    else low = middle
  }
  return high * MINUTE_MS
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (formats.size >= FORMATS_MAX) formats.clear()
  formats.set(timeZone, made)
  return made
}
