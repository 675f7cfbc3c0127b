import type { DistanceClass } from '#lib/matching/distance-class.ts'
import type { TwoPeople } from '#lib/matching/people-key.ts'

/** The kinds of things in an inbox. */
export const INBOX_KINDS = ['match', 'message', 'note', 'device_lost'] as const
export type InboxKind = (typeof INBOX_KINDS)[number]

/** What an item shows. Times are milliseconds since 1970. */
export type InboxContent =
  | {
      readonly kind: 'match'
      readonly search: string
      readonly offer: string
      /** Which of the two belongs to the person. */
      readonly own: 'search' | 'offer'
      /** The title of the person's search or offer. */
      readonly title: string
      readonly distanceClass: DistanceClass
      readonly endedAt?: number | undefined
    }
  | {
      readonly kind: 'message'
      /** The match of the channel. */
      readonly match: string
      /** How many messages of the other person are not read. */
      readonly messages: number
    }
  | {
      readonly kind: 'note'
      readonly title: string
      readonly text: string
      readonly link?: string | undefined
    }
  | { readonly kind: 'device_lost'; readonly device: string; readonly channel: string }

/** What makes an item unique: a person has one of each kind about one thing. */
export interface InboxKey {
  readonly person: string
  readonly kind: InboxKind
  /** The id of the match, channel, note or registration. */
  readonly about: string
}

/** A thing that happened, in the inbox of a person. Times are milliseconds since 1970. */
export interface InboxItem extends InboxKey {
  readonly id: string
  /** The other person whom it is about, if there is one. */
  readonly other?: string | undefined
  readonly content: InboxContent
  /** When it happened last. */
  readonly at: number
  /** The number of its last change; it grows with each change in the inbox of the person. */
  readonly number: number
  readonly readAt?: number | undefined
}

/** A new item. */
export type InboxDraft = Omit<InboxItem, 'number' | 'readAt'>

/** The unread messages of a channel, as one of its people finds them. */
export interface UnreadMessages {
  /** The id of the item, if it is new. */
  readonly id: string
  readonly person: string
  readonly channel: string
  readonly match: string
  /** False when the channel is closed: it tells nothing new. */
  readonly isOpen: boolean
  readonly other?: string | undefined
  /** How many messages of the other person are not read. */
  readonly messages: number
  /** How many messages the other person has written. */
  readonly received: number
  /** The `seq` up to which the person has read. With `received` it says which of two answers is the newer one. */
  readonly readTo: number
  readonly at: number
}

/** A change in the inbox of a person. */
export type InboxChange =
  /** Adds an item. One that was there before stays as it is, also if the person removed it. */
  | { readonly does: 'add'; readonly item: InboxDraft }
  /** Notes on the item of a match that it ended. */
  | { readonly does: 'end'; readonly person: string; readonly match: string; readonly at: number }
  /**
   * Sets how many messages of a channel are unread. More messages than before make the item new; without any it is read. If the channel
   * is closed, it only lowers the number.
   */
  | { readonly does: 'count'; readonly unread: UnreadMessages }
  | { readonly does: 'read'; readonly key: InboxKey; readonly at: number }
  | { readonly does: 'remove'; readonly key: InboxKey; readonly at: number }

/** The position of an item in the list. */
export type InboxPlace = Pick<InboxItem, 'at' | 'id'>

/** Which items a list shows. */
export interface InboxQuery {
  readonly person: string
  /** Only those that are not read. */
  readonly isUnread?: boolean | undefined
  readonly limit: number
  /** Only those after this one, in the order of the list. */
  readonly last?: InboxPlace | undefined
}

/** Items to mark as read: these, or those whose last change has at most this number. */
export type ReadMark = { readonly ids: readonly string[] } | { readonly through: number }

/** What changed in the inbox of a person, in its current state. */
export interface InboxChanges {
  readonly items: readonly InboxItem[]
  /** The ids of items that were removed. */
  readonly removed: readonly string[]
  /** The number of the last of these changes; if there are no more, the last number of the person, also when its item was swept. */
  readonly last: number
}

/** Which items are too old to be kept. */
export interface InboxAges {
  /** Those that were read before this time. */
  readonly readBefore: number
  /** Those that happened before this time. */
  readonly happenedBefore: number
  readonly max: number
}

/**
 * What happened, for each person; owned by apps/notifications. Each change gets the next number of its person. Numbers become visible
 * in their order, so that a reader who continues after a number misses no change.
 */
export interface InboxStore {
  /** Makes changes, in their order, in one write. A change that changes nothing gets no number. */
  apply(changes: readonly InboxChange[]): Promise<void>
  /** The items of a person, those that happened last first. */
  list(query: InboxQuery): Promise<readonly InboxItem[]>
  /** How many items of a person are unread, by kind; kinds without any are absent. */
  unread(person: string): Promise<ReadonlyMap<InboxKind, number>>
  /** Marks items of a person as read. */
  read(person: string, mark: ReadMark, atMs: number): Promise<void>
  /** Removes an item of a person; false if there is none. */
  remove(person: string, id: string, atMs: number): Promise<boolean>
  /** Removes the items that two people have about each other. */
  removeBetween(pairs: readonly TwoPeople[], atMs: number): Promise<void>
  /** The numbers of the last changes of these people; a person without any is left out. */
  lastChanges(people: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** The changes of a person after a number, the first of them in the order of their numbers. */
  changesOf(person: string, after: number, limit: number): Promise<InboxChanges>
  /** Deletes up to `max` items that are too old; returns how many. */
  sweep(ages: InboxAges): Promise<number>
  /** Deletes the inbox of a person, and removes the items of others about this person. */
  removeOf(person: string, atMs: number): Promise<void>
}
