import { lastSeq, sideOf } from '#lib/store/channel-rules.ts'
import type { Channel, ChannelChanges, Message, PersonsChannel, UnreadOfBoth } from '#lib/store/channels.ts'
import type { PairIds } from '#lib/store/matches.ts'
import {
  channelOfRow,
  messageOfRow,
  rowOfChannel,
  rowOfMessage,
  type ChannelRow,
  type MessageRow,
} from '#lib/store/sqlite/channel-rows.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'

/** The statements for single channels and messages. Call those that write inside a transaction. */
export interface ChannelTables {
  channel(id: string): Channel | undefined
  ofPair(pair: PairIds): Channel | undefined
  message(channel: string, id: string): Message | undefined
  /** Writes a new state of a channel. With `isNews`, both people find it among their changes. */
  putChannel(channel: Channel, isNews?: boolean): void
  /** Writes a new state of a message; both people of the channel find it among their changes. */
  putMessage(message: Message, channel: Channel): void
  /** The channel as the list of a person shows it. */
  shownTo(person: string, channel: Channel): PersonsChannel
  unreadOfBoth(channel: Channel): UnreadOfBoth
  changesOf(person: string, after: number, limit: number): ChannelChanges
}

/** The `seq` of changes of a channel itself. */
const ITSELF = 0

/** Prepares these statements. */
export function createChannelTables({ db }: Tables): ChannelTables {
  const channelQuery = db.query<ChannelRow, [string]>('select * from channels where id = ?')
  const pairQuery = db.query<ChannelRow, [string, string]>(
    'select * from channels where search = ? and offer = ?',
  )
  const putChannel = db.query<undefined, Record<keyof ChannelRow, string | number | null>>(
    `insert into channels (id, match, search, offer, people, opened_at, moved_at, closed, said, read_to)
     values ($id, $match, $search, $offer, $people, $opened_at, $moved_at, $closed, $said, $read_to)
     on conflict (id) do update set match = $match, people = $people, moved_at = $moved_at, closed = $closed, said = $said,
       read_to = $read_to, check_at = iif($closed is null, check_at, null)`,
  )
  const putMember = db.query(
    `insert into channel_members (person, channel, moved_at) values (?1, ?2, ?3)
     on conflict do update set moved_at = ?3`,
  )
  const messageQuery = db.query<MessageRow, [string, string]>(
    'select * from channel_messages where channel = ? and id = ?',
  )
  const numberedQuery = db.query<MessageRow, [string, number]>(
    'select * from channel_messages where channel = ? and seq = ?',
  )
  const putMessage = db.query<undefined, Record<keyof MessageRow, string | number | null>>(
    `insert or replace into channel_messages
       (channel, seq, id, sender, at, text, image, version, edited_at, deleted_at)
     values ($channel, $seq, $id, $sender, $at, $text, $image, $version, $edited_at, $deleted_at)`,
  )
  const unreadQuery = db.query<{ count: number }, [string, number, string]>(
    `select count(*) as count from channel_messages
     where channel = ? and seq > ? and sender <> ? and deleted_at is null`,
  )
  const nextNumber = db.query<{ last: number }, [string]>(
    `insert into channel_numbers (person, last) values (?, 1)
     on conflict do update set last = last + 1 returning last`,
  )
  const putChange = db.query(
    `insert into channel_changes (person, channel, seq, change) values (?1, ?2, ?3, ?4)
     on conflict (person, channel, seq) do update set change = ?4`,
  )
  const changesQuery = db.query<{ channel: string; seq: number; change: number }, [string, number, number]>(
    'select channel, seq, change from channel_changes where person = ? and change > ? order by change limit ?',
  )

  function channel(id: string): Channel | undefined {
    const row = channelQuery.get(id)
    return row === null ? undefined : channelOfRow(row)
  }

  function numbered(channelId: string, seq: number): Message | undefined {
    const row = numberedQuery.get(channelId, seq)
    return row === null ? undefined : messageOfRow(row)
  }

  function tellBoth({ id, people }: Channel, seq: number): void {
    for (const person of people.filter((each) => each !== '')) {
      putChange.run(person, id, seq, nextNumber.get(person)?.last ?? 0)
    }
  }

  function unreadOf(of: Channel, side: 0 | 1): number {
    return unreadQuery.get(of.id, of.readTo[side], of.people[side])?.count ?? 0
  }

  function shownTo(person: string, shown: Channel): PersonsChannel {
    return {
      channel: shown,
      unread: unreadOf(shown, sideOf(shown, person) ?? 0),
      last: numbered(shown.id, lastSeq(shown)),
    }
  }

  return {
    channel,
    unreadOfBoth: (of) => ({ channel: of, unread: [unreadOf(of, 0), unreadOf(of, 1)] }),
    ofPair({ search, offer }) {
      const row = pairQuery.get(search, offer)
      return row === null ? undefined : channelOfRow(row)
    },
    message(channelId, id) {
      const row = messageQuery.get(channelId, id)
      return row === null ? undefined : messageOfRow(row)
    },
    putChannel(next, isNews = true) {
      putChannel.run({ ...rowOfChannel(next) })
      for (const person of next.people.filter((each) => each !== '')) {
        putMember.run(person, next.id, next.movedAt)
      }
      if (isNews) tellBoth(next, ITSELF)
    },
    putMessage(message, of) {
      putMessage.run({ ...rowOfMessage(message) })
      tellBoth(of, message.seq)
    },
    shownTo,
    changesOf(person, after, limit) {
      const changes = changesQuery.all(person, after, limit)
      const channels = changes.flatMap((each) => (each.seq === ITSELF ? (channel(each.channel) ?? []) : []))
      const messages = changes.flatMap((each) => numbered(each.channel, each.seq) ?? [])
      return {
        channels: channels.map((each) => shownTo(person, each)),
        messages,
        last: changes.at(-1)?.change ?? after,
      }
    },
  }
}
