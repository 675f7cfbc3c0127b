import type { MatchNotice } from '#lib/events/match-notice.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Outbox } from '#lib/store/outbox.ts'

/**
 * State of a delivery. Only `pending` ones are sent. A `held` one waits until it is due, and then becomes pending or part of a
 * digest; a `digested` one is told by its digest.
 */
export const DELIVERY_STATES = [
  'pending',
  'held',
  'sent',
  'digested',
  'gone',
  'rate_limited',
  'muted',
  'refused',
  'expired',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** Numbers of deliveries by state; states without any are absent. */
export type DeliveryCounts = Readonly<Partial<Record<DeliveryState, number>>>

/** The states in which nothing more happens to a delivery. */
export type EndState = Exclude<DeliveryState, 'pending' | 'held' | 'digested'>

/** The end states of deliveries that did not ring. */
export const SILENT_STATES = [
  'gone',
  'rate_limited',
  'muted',
  'refused',
  'expired',
] as const satisfies readonly EndState[]

/** Why deliveries are held: too many in an hour, quiet hours, a schedule, or the first matches of a search that was just made. */
export const HOLD_REASONS = ['many', 'quiet', 'schedule', 'already'] as const
export type HoldReason = (typeof HOLD_REASONS)[number]

/** The matches of one search or offer in a digest. */
export interface DigestSubject {
  readonly subject: string
  readonly kind: 'search' | 'offer'
  readonly title: string
  readonly matches: number
}

/** Stands for several matches whose own rings were held back. */
export interface DigestContent {
  readonly kind: 'digest'
  readonly why: HoldReason
  /** Number of deliveries of matches that it stands for. */
  readonly matches: number
  /** At most ten, those with the most matches first. */
  readonly subjects: readonly DigestSubject[]
  /** When the last of its matches ends; absent if one of them does not end. */
  readonly validUntil?: number | undefined
}

/** What a delivery tells. */
export type DeliveryContent =
  /** `side` is the place of the receiver in the notice. */
  | { readonly kind: 'match'; readonly notice: MatchNotice; readonly side: number }
  | DigestContent
  | {
      readonly kind: 'message'
      readonly channel: string
      readonly match: string
      readonly messages: number
      /** How many messages the other person had written; absent in deliveries of older versions. */
      readonly received?: number | undefined
    }
  /** Free text of an operator. */
  | {
      readonly kind: 'note'
      readonly title: string
      readonly text: string
      readonly link?: string | undefined
    }
  | { readonly kind: 'test' }

/** The kinds of content. */
export const DELIVERY_KINDS = ['match', 'digest', 'message', 'note', 'test'] as const
export type DeliveryKind = (typeof DELIVERY_KINDS)[number]

/**
 * True for what loses its worth within minutes: a match with somebody who moves, a message, and a test. Such deliveries are sent
 * before all others, and wake up a sleeping phone.
 */
export function isUrgent(content: DeliveryContent): boolean {
  if (content.kind === 'match') return content.notice.sides.some(({ mobile }) => mobile)
  return content.kind === 'message' || content.kind === 'test'
}

/** One ring of one device. Times are milliseconds since 1970. */
export interface Delivery {
  /** UUID; the idempotency key at the provider. */
  readonly id: string
  /** The match; for other kinds, what makes the delivery one with its kind and device: the digest, the note, the channel. */
  readonly match: string
  /** What it replaces on the device: see `pairKey()`. */
  readonly pair: string
  /** See `ringKey()`; empty if it has no ring window. */
  readonly ringKey: string
  readonly person: string
  readonly device: string
  /** The channel of the device: the name of the pusher that sends it. Absent when unknown. */
  readonly channel: string
  readonly content: DeliveryContent
  readonly created: number
  readonly state: DeliveryState
  /** Number of counted tries so far, see `settle()`. */
  readonly attempts: number
  /** When its last lease began. */
  readonly leasedAt?: number | undefined
  /** When its last call of the provider began. */
  readonly calledAt?: number | undefined
  /** When the provider answered that call, or the wait for an answer ended. */
  readonly answeredAt?: number | undefined
  readonly sentAt?: number | undefined
  readonly providerId?: string | undefined
  /** Reason of its state, or of its last postponement. */
  readonly reason?: string | undefined
  /** Why it is held, or was held before. */
  readonly heldFor?: HoldReason | undefined
  /** The digest that tells it. */
  readonly digest?: string | undefined
  /** When its person opened it, and closed it unread, as far as the provider says. */
  readonly openedAt?: number | undefined
  readonly dismissedAt?: number | undefined
}

/** The fields that a delivery gets later. */
export type LaterField =
  | 'leasedAt'
  | 'calledAt'
  | 'answeredAt'
  | 'sentAt'
  | 'providerId'
  | 'reason'
  | 'heldFor'
  | 'digest'
  | 'openedAt'
  | 'dismissedAt'

/** A new delivery. */
export type DeliveryDraft = Omit<Delivery, 'state' | 'attempts' | LaterField>

/** The times of a call of the provider. */
export interface CallTimes {
  readonly calledAt: number
  readonly answeredAt: number
}

/** The end of a delivery. */
export interface DeliveryEnd {
  readonly id: string
  readonly state: EndState
  readonly atMs: number
  /** True when the provider was called, which counts as a try. */
  readonly isTry?: boolean | undefined
  readonly providerId?: string | undefined
  readonly reason?: string | undefined
  /** The event about it. */
  readonly event?: OutgoingEvent | undefined
  /** Absent when the provider was not called. */
  readonly call?: CallTimes | undefined
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
  /** Absent when the provider was not called. */
  readonly call?: CallTimes | undefined
}

/** A delivery that does not ring by itself now: it waits with the others of its device and reason. */
export interface Hold {
  readonly id: string
  readonly state: 'held'
  readonly why: HoldReason
  /** At most `HELD_MS_MAX` from now. */
  readonly dueAtMs: number
  readonly reason: string
}

/** Maximum time for which a delivery is held. A longer one means that the clock was set back since. */
export const HELD_MS_MAX = 26 * 3_600_000

/** Outcome of a lease of a delivery. */
export type DeliveryOutcome = DeliveryEnd | Postponement | Hold

/** The held deliveries of a device for one reason. */
export interface HeldGroup {
  readonly device: string
  readonly why: HoldReason
  /** Oldest first; at most `GROUP_MAX`. */
  readonly deliveries: readonly Delivery[]
  /** When the last of those that are not due yet becomes due; absent if all are due. */
  readonly nextDueMs?: number | undefined
}

/** Maximum number of deliveries in a held group; the others follow when these are no longer held. */
export const GROUP_MAX = 10_000

/** Selects the held groups to close next. */
export type HeldRequest = Omit<LeaseRequest, 'channel'>

/** A held delivery that rings by itself after all. */
export interface Release {
  readonly id: string
  readonly state: 'pending'
}

/** The digest that tells deliveries from now on. */
export interface Digesting {
  readonly draft: DeliveryDraft
  readonly told: readonly string[]
  readonly atMs: number
}

/** What becomes of held deliveries of a group, in one write. */
export interface GroupChange {
  readonly outcomes: readonly (DeliveryEnd | Hold | Release)[]
  readonly digest?: Digesting | undefined
}

/** What a person did with a push, as the provider tells. */
export interface Reaction {
  readonly channel: string
  /** The provider's id of the message. */
  readonly providerId: string
  readonly kind: 'opened' | 'dismissed'
  readonly atMs: number
}

/** A person of a channel. */
export interface ChannelReader {
  readonly channel: string
  readonly person: string
}

/** The time around a moment in which a ring key rings once. */
export interface RingWindow {
  readonly nowMs: number
  readonly windowMs: number
}

/** Deliveries and the events about them; owned by apps/notifications. */
export interface DeliveryStore extends Outbox<OutgoingEvent> {
  /**
   * Stores the deliveries that are new by (match, side, device, kind of content) as pending, except those of withdrawn matches; returns
   * how many. One about messages is also new if the one before ended without a ring, and the other person has written since: then the
   * id of that one is added to its `match`.
   */
  add(drafts: readonly DeliveryDraft[]): Promise<number>
  /**
   * Stores deliveries as `add()` does, but those that are new are leased from the start; returns these. Others are left as they are.
   */
  addLeased(
    drafts: readonly DeliveryDraft[],
    lease: Omit<LeaseRequest, 'channel' | 'max'>,
  ): Promise<Delivery[]>
  /**
   * Leases up to `max` pending deliveries of a channel that are due at `nowMs` and not leased, for `leaseMs`: first urgent ones, see
   * `isUrgent()`. Of those, and of the others, those that were never tried come first, oldest first, then the rest in the order in
   * which they became due. A delivery without a channel, from an
   * older version, belongs to every channel. A due time so far ahead that the clock must have been set back counts as due. A lease
   * is not a try, so a lease that a crash leaves behind costs nothing.
   */
  lease(request: LeaseRequest): Promise<Delivery[]>
  /**
   * Ends or postpones deliveries. An end and its event are one write; an event whose id is stored already is skipped. A delivery
   * that is no longer pending stays as it is, and stores no event.
   */
  settle(outcomes: readonly DeliveryOutcome[]): Promise<void>
  /**
   * Leases the held groups of those up to `max` deliveries that are due first at `nowMs`, for `leaseMs`. A group has all held
   * deliveries of its device and reason, also those that are not due. A due time that is too far ahead counts as due.
   */
  leaseHeld(request: HeldRequest): Promise<HeldGroup[]>
  /**
   * Changes held deliveries, and stores their digest, in one write. If one of them is no longer held, it changes nothing and returns
   * false: another process has closed the group, or a match of it was withdrawn.
   */
  closeHeld(change: GroupChange): Promise<boolean>
  /** Deletes deliveries that were created before a time, at most `max`; returns how many. Nothing that waits is deleted. */
  forget(beforeMs: number, max: number): Promise<number>
  /** Moves the pending and held deliveries of devices to a channel. Leased ones stay leased. */
  route(devices: readonly string[], channel: string): Promise<void>
  /**
   * Gives the pending and held deliveries of a device to another device of the same person, which now has its subscription. What the
   * other device is told already stays. Leased ones stay leased.
   */
  handOver(from: string, to: Pick<Delivery, 'device' | 'person' | 'channel'>): Promise<void>
  /** The number of pending deliveries by channel; channels without any are absent. */
  waiting(): Promise<ReadonlyMap<string, number>>
  /** Ends the pending and held deliveries of matches, and of messages about them, as `expired`, and refuses new ones of these matches. */
  withdraw(matches: readonly string[], atMs: number, reason: string): Promise<void>
  /** Those of these matches that were withdrawn. */
  withdrawnAmong(matches: readonly string[]): Promise<ReadonlySet<string>>
  /** Ends the pending and held deliveries that tell people of messages in channels as `expired`. */
  endMessages(readers: readonly ChannelReader[], reason: string): Promise<void>
  /** The ids of those deliveries whose ring key was told of another match less than `windowMs` before or after `nowMs`. */
  rungRecently(
    deliveries: readonly Pick<Delivery, 'id' | 'ringKey' | 'match'>[],
    window: RingWindow,
  ): Promise<ReadonlySet<string>>
  find(id: string): Promise<Delivery | undefined>
  /** The deliveries of a match, or of another thing that is told, in no order. */
  ofMatch(match: string): Promise<Delivery[]>
  /** Makes those of these deliveries that are in one of the states pending again, due at once and without tries; returns their ids. Withdrawn matches stay as they are. */
  retry(ids: readonly string[], states: readonly EndState[]): Promise<ReadonlySet<string>>
  /** Deliveries of a person or all, newest first. One device is asked for together with its person. */
  list(query: {
    person?: string | undefined
    device?: string | undefined
    state?: DeliveryState | undefined
    limit: number
  }): Promise<Delivery[]>
  /** How many deliveries matches have in each state; matches without any are absent. */
  countOfMatches(matches: readonly string[]): Promise<ReadonlyMap<string, DeliveryCounts>>
  /** Notes what a person did with a sent delivery; the first time of each kind stays. False when there is no such delivery. */
  react(reaction: Reaction): Promise<boolean>
  /** Deletes the deliveries of a person, and the deliveries that tell others about that person. */
  removeOf(person: string): Promise<void>
}

/** The match whose withdrawal ends a delivery; for other kinds than matches and messages, the key of the delivery. */
export function matchOf({ match, content }: Pick<Delivery, 'match' | 'content'>): string {
  return content.kind === 'message' ? content.match : match
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
