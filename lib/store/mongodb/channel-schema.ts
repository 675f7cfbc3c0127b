import type { Channel, Message } from '#lib/store/channels.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { UNSENT_INDEXES, type WithUnsent } from './unsent.ts'

/** A channel, with its events that are not sent yet. */
export interface ChannelDocument extends Omit<Channel, 'id' | 'pair'>, WithUnsent {
  readonly _id: string
  readonly search: string
  readonly offer: string
  /** When an open channel is checked. */
  readonly checkAt?: number
}

/** A message. Its id is that of its channel, a space, and its own in this channel. */
export interface MessageDocument extends Message {
  readonly _id: string
}

/** The number of the last change of a message, or of a channel itself, for one person. */
export interface ChangeDocument {
  /** The person, the channel and the message, with spaces between them. */
  readonly _id: string
  readonly person: string
  readonly channel: string
  readonly change: number
  /** The `_id` of the message; absent for a change of the channel itself. */
  readonly message?: string
  /** Who wrote the message. */
  readonly from?: string
}

/** The number of the last change of a person. */
export interface NumberDocument {
  readonly _id: string
  readonly last: number
}

/** The collection of channels. */
export const CHANNEL_SCHEMA: CollectionSchema = {
  name: 'channels',
  required: {
    match: 'string',
    search: 'string',
    offer: 'string',
    people: 'array',
    openedAt: 'number',
    movedAt: 'number',
    said: 'array',
    readTo: 'array',
  },
  optional: { closed: 'object', checkAt: 'number', unsent: 'array' },
  indexes: [
    { name: 'pairs', key: { search: 1, offer: 1 }, unique: true },
    { name: 'by_person', key: { people: 1, movedAt: -1, _id: -1 } },
    { name: 'due', key: { checkAt: 1 }, sparse: true },
    ...UNSENT_INDEXES,
  ],
}

/** The collection of messages. */
export const MESSAGE_SCHEMA: CollectionSchema = {
  name: 'channel_messages',
  required: {
    channel: 'string',
    seq: 'number',
    id: 'string',
    from: 'string',
    at: 'number',
    text: 'string',
    version: 'number',
  },
  optional: { image: 'string', editedAt: 'number', deletedAt: 'number' },
  indexes: [{ name: 'in_order', key: { channel: 1, seq: -1 }, unique: true }],
}

/** The collection of changes. */
export const CHANGE_SCHEMA: CollectionSchema = {
  name: 'channel_changes',
  required: { person: 'string', channel: 'string', change: 'number' },
  optional: { message: 'string', from: 'string' },
  indexes: [
    { name: 'in_order', key: { person: 1, change: 1 }, unique: true },
    { name: 'by_writer', key: { channel: 1, from: 1 } },
  ],
}

/** The collection of the numbers of changes. */
export const NUMBER_SCHEMA: CollectionSchema = {
  name: 'channel_numbers',
  required: { last: 'number' },
  indexes: [],
}

/** The document of a channel, without its id, its events, and the time of its check. */
export function documentOfChannel({ id: _id, pair, ...rest }: Channel) {
  return { ...rest, ...pair }
}

/** The channel of a document. */
export function channelOfDocument(document: ChannelDocument): Channel {
  const { _id, search, offer, checkAt: _checkAt, unsent: _unsent, ...rest } = document
  return { id: _id, pair: { search, offer }, ...rest }
}

/** The message of a document. */
export function messageOfDocument({ _id, ...message }: MessageDocument): Message {
  return message
}

/** The `_id` of a message. */
export function messageKey({ channel, id }: Pick<Message, 'channel' | 'id'>): string {
  return `${channel} ${id}`
}
