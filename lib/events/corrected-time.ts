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
  return Math.min(receivedAt, sentAt === undefined ? clientTime : receivedAt - (sentAt - clientTime))
}
