/** The longest wait that we accept from a provider. */
const WAIT_MS_MAX = 3_600_000

const SECONDS = /^\d+$/u
// The three forms of RFC 9110: "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994".
const WITH_ZONE = /^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -](?:\d{2}|\d{4}) \d{2}:\d{2}:\d{2} GMT$/u
const WITHOUT_ZONE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/u

/**
 * Reads a header `Retry-After`, which is seconds or a date; returns milliseconds, at most an hour. Undefined if it requests no
 * wait or is unreadable.
 *
 * @example
 * ```ts
 * retryAfterMs('120', 0) // => 120000
 * retryAfterMs('Thu, 01 Jan 1970 00:00:07 GMT', 0) // => 7000
 * retryAfterMs('99999999', 0) // => 3600000
 * retryAfterMs('soon', 0) // => undefined
 * ```
 */
export function retryAfterMs(header: string, nowMs: number): number | undefined {
  const ms = SECONDS.test(header) ? Number(header) * 1_000 : dateOf(header) - nowMs
  return ms > 0 ? Math.min(ms, WAIT_MS_MAX) : undefined
}

/** Accepts only the forms of RFC 9110: `Date.parse()` accepts more, for example "1.5" as the fifth of January. */
function dateOf(header: string): number {
  if (WITH_ZONE.test(header)) return Date.parse(header)
  return WITHOUT_ZONE.test(header) ? Date.parse(`${header} GMT`) : Number.NaN
}
