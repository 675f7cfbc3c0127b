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
