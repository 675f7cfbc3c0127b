import type { MatchNotice, NoticeType } from '#lib/events/match-notice.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Outbox } from '#lib/store/outbox.ts'

/** What became of a delivery. Only `pending` ones are sent. */
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
  /** How the device is rung, as far as is known: the pusher that is to send it. */
  readonly channel: string
  readonly kind: NoticeType
  readonly notice: MatchNotice
  readonly created: number
  readonly state: DeliveryState
  /** Tries so far that count, see `postpone()` and `finish()`. */
  readonly attempts: number
  readonly sentAt?: number | undefined
  readonly providerId?: string | undefined
  /** Why it is in its state, or why it was put off. */
  readonly reason?: string | undefined
}

/** A delivery that is to be made. */
export type DeliveryDraft = Omit<Delivery, 'state' | 'attempts' | 'sentAt' | 'providerId' | 'reason'>

/** How a delivery ended. */
export interface DeliveryEnd {
  readonly state: Exclude<DeliveryState, 'pending'>
  readonly atMs: number
  /** Whether the provider was called for it: that counts as a try. */
  readonly isTry?: boolean | undefined
  readonly providerId?: string | undefined
  readonly reason?: string | undefined
}

/** What is to be sent next. */
export interface LeaseRequest {
  readonly channel: string
  readonly max: number
  readonly leaseMs: number
  readonly nowMs: number
}

/** Nothing is put off for longer: what seems to be was put off by a clock that has been set back since. */
export const POSTPONED_MS_MAX = 120_000

/** When a delivery is to be sent again. */
export interface Postponement {
  /** At most `POSTPONED_MS_MAX` from now. */
  readonly dueAtMs: number
  readonly reason: string
  /** Whether this was a try that counts. */
  readonly isTry: boolean
}

/** Deliveries, and the events to tell of them; owned by apps/notifications. */
export interface DeliveryStore extends Outbox<OutgoingEvent> {
  /** Keeps those that are new by (match, side, device, kind), as pending, but of withdrawn matches; gives how many were. */
  add(drafts: readonly DeliveryDraft[]): Promise<number>
  /**
   * Up to `max` pending deliveries of a channel that are due at `nowMs` and nobody holds, held for `leaseMs`: first those
   * that were never tried, oldest first, then the others in the order in which they became due. Those kept by a version that
   * did not know their channel are handed to whoever asks, and those whose time is so far ahead that the clock must have been set
   * back are due as well. A lease is no try: one that a crash leaves behind costs nothing.
   */
  lease(request: LeaseRequest): Promise<Delivery[]>
  /** Ends a pending delivery and keeps its events in one write (an event whose id is kept already is dropped); false when it is not pending. */
  finish(id: string, end: DeliveryEnd, unsent: readonly OutgoingEvent[]): Promise<boolean>
  /** Gives a pending delivery back, due again at a time. */
  postpone(id: string, postponement: Postponement): Promise<void>
  /** What is pending for a device goes by this channel from now on; what is held stays held. */
  route(device: string, channel: string): Promise<void>
  /** How many are pending, by channel; channels without any are left out. */
  waiting(): Promise<ReadonlyMap<string, number>>
  /** Ends what is pending of a match as `expired`; nothing of it is added from then on. */
  withdraw(match: string, atMs: number, reason: string): Promise<void>
  /** When a side of a pair was last rung for another match than this one. */
  lastSent(pair: string, side: number, exceptMatch: string): Promise<number | undefined>
  /** Deliveries of a person or all, newest first. */
  list(query: {
    person?: string | undefined
    state?: DeliveryState | undefined
    limit: number
  }): Promise<Delivery[]>
  /** Removes the deliveries of a person, and those that tell others of them. */
  removeOf(person: string): Promise<void>
}
