import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { TwoPeople } from '#lib/matching/people-key.ts'
import type { PairIds } from '#lib/store/matches.ts'
import type { Outbox } from '#lib/store/outbox.ts'

/** Two numbers in the order of the people of a channel. */
export type OfBoth = readonly [number, number]

/** The conversation of the two people of a match. Times are milliseconds since 1970. */
export interface Channel {
  /** The id of the match with which it was opened first. */
  readonly id: string
  /** The newest match with which it was opened. Ids of matches grow with time. */
  readonly match: string
  readonly pair: PairIds
  /** The owner of the search, and the owner of the offer; empty for a person who was erased. */
  readonly people: TwoPeople
  readonly openedAt: number
  /** When somebody last wrote in it, or opened it. */
  readonly movedAt: number
  readonly closed?: ChannelEnd | undefined
  /** How many messages each of the two wrote; what was deleted counts. Their sum is the `seq` of the last message. */
  readonly said: OfBoth
  /** The `seq` up to which each of the two has read. */
  readonly readTo: OfBoth
}

/** Why a channel is closed: one person blocked the other, one of them left it, or their match ended long ago. */
export interface ChannelEnd {
  readonly at: number
  readonly why: 'block' | 'left' | 'ended'
  /** Who left it. */
  readonly by?: string | undefined
}

/** A person who opens the channel of a match. */
export interface ChannelWish extends Pick<Channel, 'match' | 'pair' | 'people'> {
  readonly by: string
  readonly atMs: number
  /** When `due()` returns it. */
  readonly checkAtMs: number
}

/** A message in a channel. */
export interface Message {
  readonly channel: string
  /** 1, 2, … in each channel, in the order in which they were written. */
  readonly seq: number
  /** Chosen by its writer. One channel has each id once. */
  readonly id: string
  readonly from: string
  readonly at: number
  /** Empty when it was deleted. */
  readonly text: string
  /** The id of a picture at apps/images. */
  readonly image?: string | undefined
  /** Grows with each change, from 1. */
  readonly version: number
  readonly editedAt?: number | undefined
  readonly deletedAt?: number | undefined
}

/** A new message. */
export type NewMessage = Pick<Message, 'channel' | 'id' | 'from' | 'at' | 'text' | 'image'>

/** A change of a message by its writer. */
export interface MessageChange {
  readonly channel: string
  readonly id: string
  readonly by: string
  /** The version that the writer has seen; without it, any. */
  readonly version?: number | undefined
  readonly to: { readonly text: string } | 'deleted'
  readonly atMs: number
  /** Messages that were written before this time cannot be changed. */
  readonly writtenSinceMs: number
}

/** Up to which message a person has read. */
export interface ReadUpTo {
  readonly person: string
  readonly seq: number
}

/** A channel as a list of one of its people shows it. */
export interface PersonsChannel {
  readonly channel: Channel
  /** Messages of the other person that this one has not read; deleted ones do not count. */
  readonly unread: number
  readonly last?: Message | undefined
}

/** The position of a channel in the list of a person. */
export type ChannelPlace = Pick<Channel, 'movedAt' | 'id'>

/** What the two people of a channel have not read. */
export interface UnreadOfBoth {
  readonly channel: Channel
  /** Messages of the other person that each of the two has not read; deleted ones do not count. */
  readonly unread: OfBoth
}

/** What changed in the channels of a person, each thing in its current state. */
export interface ChannelChanges {
  readonly channels: readonly PersonsChannel[]
  readonly messages: readonly Message[]
  /** The number of the last of these changes. */
  readonly last: number
}

/**
 * Channels and their messages; owned by apps/storage. Each change in a channel gets, for each of the two people, the next number of
 * that person. Numbers become visible in their order, so that a reader who continues after a number misses no change.
 */
export interface ChannelStore extends Outbox<OutgoingEvent> {
  /**
   * Opens the channel of a pair: creates it, or opens it again, with this match. One that a person left is opened again only by this person.
   * Returns it; also when it was open, or stays closed.
   */
  open(wish: ChannelWish): Promise<Channel>
  find(id: string): Promise<Channel | undefined>
  ofPair(pair: PairIds): Promise<Channel | undefined>
  /** A channel as the list of a person shows it. */
  show(channel: Channel, person: string): Promise<PersonsChannel>
  /** The channels of a person, those that moved last first; with `last`, those after it in that order. */
  ofPerson(person: string, limit: number, last?: ChannelPlace): Promise<readonly PersonsChannel[]>
  /**
   * Writes a message of one of the two people, with its number and its events, in one write. A known id writes nothing, and returns the
   * known message. `unanswered`: the other person has not written yet, and this one has already written `beforeAnswerMax` messages.
   */
  say(
    message: NewMessage,
    unsent: readonly OutgoingEvent[],
    limits: { readonly beforeAnswerMax: number },
  ): Promise<Message | 'closed' | 'unanswered'>
  message(channel: string, id: string): Promise<Message | undefined>
  /** Messages of a channel, newest first; with `beforeSeq`, those that were written earlier. */
  messages(channel: string, limit: number, beforeSeq?: number): Promise<readonly Message[]>
  /**
   * Changes a message; returns it as it is then. Undefined: this person has no such message, or has deleted it; `late`: it was written
   * too long ago; `stale`: it has another version. To delete a deleted message changes nothing. A change and its events are one write.
   */
  change(
    change: MessageChange,
    unsent: readonly OutgoingEvent[],
  ): Promise<Message | 'late' | 'stale' | undefined>
  /** Marks messages as read by a person, up to a `seq` or the last message. Marks never go back. A mark that moves and its events are one write. */
  read(channel: string, mark: ReadUpTo, unsent: readonly OutgoingEvent[]): Promise<void>
  /** What is unread in those of these channels that exist. */
  unreadIn(ids: readonly string[]): Promise<readonly UnreadOfBoth[]>
  /** Closes a channel; false when it is closed or does not exist. */
  end(id: string, end: ChannelEnd): Promise<boolean>
  /** Leases open channels whose time to be checked has come, for `leaseMs` from `nowMs`. */
  due(nowMs: number, leaseMs: number, limit: number): Promise<readonly Channel[]>
  /** Sets when an open channel is checked next. */
  checkAgain(id: string, atMs: number): Promise<void>
  /** The numbers of the last changes of these people; a person without any is left out. */
  lastChanges(people: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** The changes of a person after a number, the first of them in the order of their numbers. */
  changesOf(person: string, after: number, limit: number): Promise<ChannelChanges>
  /** Removes the messages of a person, closes the channels, and removes those in which nobody is left. */
  removeOf(person: string, atMs: number): Promise<void>
}
