import type { MatchNotice, NoticeType } from '#lib/events/match-notice.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Outbox } from '#lib/store/outbox.ts'

/** State of a delivery. Only `pending` ones are sent. */
export const DELIVERY_STATES = ['pending', 'sent', 'gone', 'rate_limited', 'refused', 'expired'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** Numbers of deliveries by state; states without any are absent. */
export type DeliveryCounts = Readonly<Partial<Record<DeliveryState, number>>>

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
  /** Number of counted tries so far, see `settle()`. */
  readonly attempts: number
  readonly sentAt?: number | undefined
  readonly providerId?: string | undefined
  /** Reason of its state, or of its last postponement. */
  readonly reason?: string | undefined
}

/** A new delivery. */
export type DeliveryDraft = Omit<Delivery, 'state' | 'attempts' | 'sentAt' | 'providerId' | 'reason'>

/** The end of a delivery. */
export interface DeliveryEnd {
  readonly id: string
  readonly state: Exclude<DeliveryState, 'pending'>
  readonly atMs: number
  /** True when the provider was called, which counts as a try. */
  readonly isTry?: boolean | undefined
  readonly providerId?: string | undefined
  readonly reason?: string | undefined
  /** The event about it. */
  readonly event?: OutgoingEvent | undefined
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

/** The postponement of a delivery, which ends its lease. */
export interface Postponement {
  readonly id: string
  readonly state: 'pending'
  /** At most `POSTPONED_MS_MAX` from now; 0 puts it among those that were never tried. */
  readonly dueAtMs: number
  /** Absent: it keeps the reason that it has. */
  readonly reason?: string | undefined
  /** True when this try counts. */
  readonly isTry: boolean
}

/** Outcome of a lease of a delivery. */
export type DeliveryOutcome = DeliveryEnd | Postponement

/** The time around a moment in which a pair rings a side once. */
export interface RingWindow {
  readonly nowMs: number
  readonly windowMs: number
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
  /**
   * Ends or postpones deliveries. An end and its event are one write; an event whose id is stored already is skipped. A delivery
   * that is no longer pending stays as it is, and stores no event.
   */
  settle(outcomes: readonly DeliveryOutcome[]): Promise<void>
  /** Moves the pending deliveries of devices to a channel. Leased ones stay leased. */
  route(devices: readonly string[], channel: string): Promise<void>
  /** The number of pending deliveries by channel; channels without any are absent. */
  waiting(): Promise<ReadonlyMap<string, number>>
  /** Ends the pending deliveries of matches as `expired`, and refuses new ones of these matches. */
  withdraw(matches: readonly string[], atMs: number, reason: string): Promise<void>
  /** The ids of those deliveries whose side of the pair was rung for another match less than `windowMs` before or after `nowMs`. */
  rungRecently(
    deliveries: readonly Pick<Delivery, 'id' | 'pair' | 'side' | 'match'>[],
    window: RingWindow,
  ): Promise<ReadonlySet<string>>
  /** Deliveries of a person or all, newest first. */
  list(query: {
    person?: string | undefined
    state?: DeliveryState | undefined
    limit: number
  }): Promise<Delivery[]>
  /** How many deliveries matches have in each state; matches without any are absent. */
  countOfMatches(matches: readonly string[]): Promise<ReadonlyMap<string, DeliveryCounts>>
  /** Deletes the deliveries of a person, and the deliveries that tell others about that person. */
  removeOf(person: string): Promise<void>
}

/** How many deliveries of a match have a state. */
export interface MatchCount {
  readonly match: string
  readonly state: DeliveryState
  readonly count: number
}

/** Puts counts together by match. */
export function countsByMatch(counts: readonly MatchCount[]): ReadonlyMap<string, DeliveryCounts> {
  return new Map(
    [...Map.groupBy(counts, ({ match }) => match)].map(([match, of]) => [
      match,
      Object.fromEntries(of.map(({ state, count }) => [state, count])),
    ]),
  )
}
