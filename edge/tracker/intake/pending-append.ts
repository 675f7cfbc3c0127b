import type { Call } from '../read-event.ts'

/** The entries of one call, before they are appended to the stream together. */
export interface PendingAppend {
  readonly call: Call
  /** One JSON text for each entry: events, and what could not be read. */
  readonly entries: string[]
  /** The identities of the events among the entries. */
  readonly identities: Set<string>
  readonly isOfService: boolean
  readonly isOfPhone: boolean
  /** True if the call asks not to be tracked. */
  readonly isPrivate: boolean
}
