import type { MatchNotice, NoticeType } from '#lib/events/match-notice.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Outbox } from '#lib/store/outbox.ts'

/** State of a delivery. Only `pending` ones are sent. */
export const DELIVERY_STATES = ['pending', 'sent', 'gone', 'rate_limited', 'refused', 'expired'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One ring of one device for one side of a match. Times are milliseconds since 1970. */
export interface Delivery {
  /** UUID; the idempotency key at the provider. */
  readonly id: string
  readonly match: string
  /** See `pairKey()`. */
  readonly pair: string
  /** Place of the side in the notice. */
  readonly side: number
  readonly person: string
  readonly device: string
  /** The channel of the device: the name of the pusher that sends it. Absent when unknown. */
  readonly channel: string
  readonly kind: NoticeType
  readonly notice: MatchNotice
  readonly created: number
  readonly state: DeliveryState
  /** Number of counted tries so far, see `postpone()` and `finish()`. */
  readonly attempts: number
  readonly sentAt?: number | undefined
  readonly providerId?: string | undefined
  /** Reason of its state, or of its last postponement. */
  readonly reason?: string | undefined
}

/** A new delivery. */
export type DeliveryDraft = Omit<Delivery, 'state' | 'attempts' | 'sentAt' | 'providerId' | 'reason'>

/** Outcome of a delivery. */
export interface DeliveryEnd {
  readonly state: Exclude<DeliveryState, 'pending'>
  readonly atMs: number
  /** True when the provider was called, which counts as a try. */
  readonly isTry?: boolean | undefined
  readonly providerId?: string | undefined
  readonly reason?: string | undefined
}

/** Selects the deliveries to send next. */
export interface LeaseRequest {
  readonly channel: string
  readonly max: number
  readonly leaseMs: number
  readonly nowMs: number
}

/** Maximum postponement. A longer one means that the clock was set back since. */
export const POSTPONED_MS_MAX = 120_000

/** The postponement of a delivery. */
export interface Postponement {
  /** At most `POSTPONED_MS_MAX` from now. */
  readonly dueAtMs: number
  readonly reason: string
  /** True when this try counts. */
  readonly isTry: boolean
}

/** Deliveries and the events about them; owned by apps/notifications. */
export interface DeliveryStore extends Outbox<OutgoingEvent> {
  /** Stores the deliveries that are new by (match, side, device, kind) as pending, except those of withdrawn matches; returns how many. */
  add(drafts: readonly DeliveryDraft[]): Promise<number>
  /**
   * Leases up to `max` pending deliveries of a channel that are due at `nowMs` and not leased, for `leaseMs`: first those that
   * were never tried, oldest first, then the others in the order in which they became due. A delivery without a channel, from an
   * older version, belongs to every channel. A due time so far ahead that the clock must have been set back counts as due. A lease
   * is not a try, so a lease that a crash leaves behind costs nothing.
   */
  lease(request: LeaseRequest): Promise<Delivery[]>
  /** Ends a pending delivery and stores its events in one write (an event with a stored id is skipped); false when it is not pending. */
  finish(id: string, end: DeliveryEnd, unsent: readonly OutgoingEvent[]): Promise<boolean>
  /** Releases a pending delivery; it is due again at a time. */
  postpone(id: string, postponement: Postponement): Promise<void>
  /** Moves the pending deliveries of a device to a channel. Leased ones stay leased. */
  route(device: string, channel: string): Promise<void>
  /** The number of pending deliveries by channel; channels without any are absent. */
  waiting(): Promise<ReadonlyMap<string, number>>
  /** Ends the pending deliveries of a match as `expired`, and refuses new ones of this match. */
  withdraw(match: string, atMs: number, reason: string): Promise<void>
  /** Time at which a side of a pair was last rung for another match. */
  lastSent(pair: string, side: number, exceptMatch: string): Promise<number | undefined>
  /** Deliveries of a person or all, newest first. */
  list(query: {
    person?: string | undefined
    state?: DeliveryState | undefined
    limit: number
  }): Promise<Delivery[]>
  /** Deletes the deliveries of a person, and the deliveries that tell others about that person. */
  removeOf(person: string): Promise<void>
}
