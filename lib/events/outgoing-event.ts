import type { Params } from '#lib/events/event.ts'

/** An event that a station must send to the tracker. It is stored together with its change until it is sent. */
export interface OutgoingEvent {
  /** A retry after a crash uses the same id, so that consumers act once. */
  readonly id: string
  readonly type: string
  /** When it happened, in milliseconds since 1970. */
  readonly time: number
  readonly params: Params
}
