import type { Delivered } from '../delivered.ts'
import type { AckLevel } from '../keep/event-keeper.ts'
import type { RawEvent, Refusal } from '../read-event.ts'

/** The result for one event. */
export type Receipt =
  | {
      readonly result: 'ok' | 'duplicate'
      /** The id that the client knows. */
      readonly id: string
      /** Two receipts have the same identity only if they are for the same event. */
      readonly identity: string
      /** True if the event was not kept because of PRIVACY_POLICY. The client is not told. */
      readonly isDropped?: boolean
    }
  | ({ readonly result: 'invalid' | 'too-large'; readonly id: string | undefined } & Refusal)

/** The result for a call. */
export interface Taken {
  /** One for each event, in the same order. */
  readonly receipts: readonly Receipt[]
  /** Where the events are safe; `none` if PRIVACY_POLICY dropped all good ones, undefined if there was no good one. */
  readonly ack: AckLevel | 'none' | undefined
}

/** The tracker's only way into the stream for events that clients send; all endpoints share it. */
export interface Intake {
  /**
   * Checks events and keeps the good ones, all in one append; resolves when they are safe.
   *
   * @throws {ProblemError} when the call is not admitted; then nothing of it is kept.
   * @throws {UnavailableError} when neither the stream nor the spool takes the events.
   */
  take(delivered: Delivered, events: readonly (RawEvent | Refusal)[]): Promise<Taken>
}
