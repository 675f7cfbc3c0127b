// The first and the last moment that a date can hold are so far from 1970.
const MS_MAX = 8.64e15

/** The three clocks of a call in milliseconds since 1970; absent where the client said nothing. */
export interface Clocks {
  /** Ours, when the call came in. */
  readonly receivedAt: number
  /** The client's, when the event happened. */
  readonly clientTime: number | undefined
  /** The client's, when it sent the call. */
  readonly sentAt: number | undefined
}

/**
 * When an event happened by our clock: received − (sentAt − client time), never later than received.
 *
 * @example
 * ```ts
 * correctedTime({ receivedAt: 10_000, clientTime: 4_000, sentAt: 5_000 }) // => 9_000
 * ```
 */
export function correctedTime({ receivedAt, clientTime, sentAt }: Clocks): number {
  if (clientTime === undefined) return receivedAt
  if (sentAt === undefined) return Math.min(receivedAt, clientTime)
  // Two clocks at the ends of the calendar are further apart than it goes back.
  return Math.max(-MS_MAX, Math.min(receivedAt, receivedAt - (sentAt - clientTime)))
}

const DECIMAL = /^-?\d{1,16}(\.\d+)?$/u

// Zone included: what a clock of an unknown zone says is no time. Date.parse() alone would guess, and read "1.5" as a date.
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/u

/**
 * Milliseconds since 1970 of a client's time: a number, decimal text, or RFC 3339 text.
 *
 * @example
 * ```ts
 * readTime('2026-01-01T00:00:00Z') // => 1767225600000
 * readTime('soon') // => undefined
 * ```
 */
export function readTime(raw: unknown): number | undefined {
  const value = typeof raw === 'number' ? raw : typeof raw === 'string' ? readTimeText(raw) : Number.NaN
  return Math.abs(value) <= MS_MAX ? Math.trunc(value) : undefined
}

function readTimeText(text: string): number {
  if (DECIMAL.test(text)) return Number(text)
  return RFC_3339.test(text) ? Date.parse(text.toUpperCase().replace(' ', 'T')) : Number.NaN
}
