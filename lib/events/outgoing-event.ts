import type { Params } from '#lib/events/event.ts'

/** An event a station has to tell the tracker, kept beside the change it tells of until it was told. */
export interface OutgoingEvent {
  /** Told again after a crash under the same id, so that consumers act once. */
  readonly id: string
  readonly type: string
  /** When it happened, in milliseconds since 1970. */
  readonly time: number
  readonly params: Params
}
