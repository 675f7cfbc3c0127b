import type { Channel, Message } from '#lib/store/channels.ts'

/** A row of a channel. */
export interface ChannelRow {
  readonly id: string
  readonly match: string
  readonly search: string
  readonly offer: string
  readonly people: string
  readonly opened_at: number
  readonly moved_at: number
  readonly closed: string | null
  readonly said: string
  readonly read_to: string
}

/** A row of a message. */
export interface MessageRow {
  readonly channel: string
  readonly seq: number
  readonly id: string
  readonly sender: string
  readonly at: number
  readonly text: string
  readonly image: string | null
  readonly version: number
  readonly edited_at: number | null
  readonly deleted_at: number | null
}

/** The row of a channel. */
export function rowOfChannel(channel: Channel): ChannelRow {
  const { id, match, pair, people, openedAt, movedAt, closed, said, readTo } = channel
  return {
    id,
    match,
    search: pair.search,
    offer: pair.offer,
    people: JSON.stringify(people),
    opened_at: openedAt,
    moved_at: movedAt,
    closed: closed === undefined ? null : JSON.stringify(closed),
    said: JSON.stringify(said),
    read_to: JSON.stringify(readTo),
  }
}

/** The channel of a row. */
export function channelOfRow(row: ChannelRow): Channel {
  const { id, match, search, offer, opened_at: openedAt, moved_at: movedAt } = row
  const people: Channel['people'] = JSON.parse(row.people)
  const closed: Channel['closed'] = row.closed === null ? undefined : JSON.parse(row.closed)
  const said: Channel['said'] = JSON.parse(row.said)
  const readTo: Channel['readTo'] = JSON.parse(row.read_to)
  return { id, match, pair: { search, offer }, people, openedAt, movedAt, closed, said, readTo }
}

/** The row of a message. */
export function rowOfMessage(message: Message): MessageRow {
  const {
    from,
    image = null,
    editedAt = null,
    deletedAt = null,
    channel,
    seq,
    id,
    at,
    text,
    version,
  } = message
  return {
    channel,
    seq,
    id,
    sender: from,
    at,
    text,
    image,
    version,
    edited_at: editedAt,
    deleted_at: deletedAt,
  }
}

/** The message of a row. */
export function messageOfRow({ sender, image, edited_at, deleted_at, ...row }: MessageRow): Message {
  return {
    ...row,
    from: sender,
    image: image ?? undefined,
    editedAt: edited_at ?? undefined,
    deletedAt: deleted_at ?? undefined,
  }
}
