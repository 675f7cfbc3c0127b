// The largest distance from 1970 that a Date supports, in milliseconds.
const MS_MAX = 8.64e15

/** The three times of a call in milliseconds since 1970; undefined if the client did not send it. */
export interface Clocks {
  /** Our clock, when the call arrived. */
  readonly receivedAt: number
  /** The client's clock, when the event happened. */
  readonly clientTime: number | undefined
  /** The client's clock, when it sent the call. */
  readonly sentAt: number | undefined
}

/**
 * Computes when an event happened by our clock: receivedAt − (sentAt − clientTime), but not later than receivedAt.
 *
 * @example
 * ```ts
 * correctedTime({ receivedAt: 10_000, clientTime: 4_000, sentAt: 5_000 }) // => 9_000
 * ```
 */
export function correctedTime({ receivedAt, clientTime, sentAt }: Clocks): number {
  if (clientTime === undefined) return receivedAt
  if (sentAt === undefined) return Math.min(receivedAt, clientTime)
  // The difference of two extreme client times can exceed the range of a Date.
  return Math.max(-MS_MAX, Math.min(receivedAt, receivedAt - (sentAt - clientTime)))
}
