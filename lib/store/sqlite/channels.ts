import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import {
  changedMessage,
  channelWith,
  channelWithout,
  openedChannel,
  readChannel,
} from '#lib/store/channel-rules.ts'
import type {
  Channel,
  ChannelPlace,
  ChannelStore,
  ChannelWish,
  Message,
  MessageChange,
  NewMessage,
} from '#lib/store/channels.ts'
import type { Opened } from '#lib/store/opened.ts'
import {
  channelOfRow,
  messageOfRow,
  type ChannelRow,
  type MessageRow,
} from '#lib/store/sqlite/channel-rows.ts'
import { CHANNEL_OUTBOX, CHANNEL_SCHEMA } from '#lib/store/sqlite/channel-schema.ts'
import { createChannelTables } from '#lib/store/sqlite/channel-tables.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { createOutbox } from '#lib/store/sqlite/outbox.ts'

const BEFORE_ALL: ChannelPlace = { movedAt: Number.MAX_SAFE_INTEGER, id: '' }

/**
 * Opens channels in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteChannelStore(url: string): Opened<ChannelStore> {
  const tables = openTables(url, CHANNEL_SCHEMA)
  const { db, write, read, close } = tables
  const { keep, outbox } = createOutbox<OutgoingEvent>(tables, CHANNEL_OUTBOX)
  const stored = createChannelTables(tables)
  const personQuery = db.query<ChannelRow, [string, number, string, number]>(
    `select channels.* from channel_members as own join channels on channels.id = own.channel
     where own.person = ? and (own.moved_at, own.channel) < (?, ?)
     order by own.moved_at desc, own.channel desc limit ?`,
  )
  const messagesQuery = db.query<MessageRow, [string, number, number]>(
    'select * from channel_messages where channel = ? and seq < ? order by seq desc limit ?',
  )
  const lease = db.query<ChannelRow, [number, number, number]>(
    `update channels set check_at = ?1 where id in
       (select id from channels where check_at <= ?2 order by check_at limit ?3) returning *`,
  )
  const setCheck = db.query('update channels set check_at = ? where id = ? and closed is null')
  const lastQuery = db.query<{ person: string; last: number }, [string]>(
    'select person, last from channel_numbers where person in (select value from json_each(?))',
  )
  const allOfQuery = db.query<{ channel: string }, [string]>(
    'select channel from channel_members where person = ?',
  )
  const forgetMessages = [
    `delete from channel_changes where (channel, seq) in
       (select channel, seq from channel_messages where channel = ?1 and sender = ?2)`,
    'delete from channel_messages where channel = ?1 and sender = ?2',
  ].map((sql) => db.query(sql))
  const forgetPerson = ['channel_members', 'channel_changes', 'channel_numbers'].map((table) =>
    db.query(`delete from ${table} where person = ?`),
  )
  const drop = db.query('delete from channels where id = ?')

  function open(wish: ChannelWish): Channel {
    const { match, pair, people, atMs, checkAtMs } = wish
    const known = stored.ofPair(pair)
    const opened: Channel =
      known === undefined
        ? { id: match, match, pair, people, openedAt: atMs, movedAt: atMs, said: [0, 0], readTo: [0, 0] }
        : openedChannel(known, wish)
    if (opened === known) return opened
    stored.putChannel(opened, known?.closed !== undefined || known === undefined)
    setCheck.run(checkAtMs, opened.id)
    return opened
  }

  function say(message: NewMessage, unsent: readonly OutgoingEvent[], beforeAnswerMax: number) {
    const known = stored.message(message.channel, message.id)
    if (known !== undefined) return known
    const next = channelWith(stored.channel(message.channel), message, beforeAnswerMax)
    if (typeof next === 'string') return next
    stored.putChannel(next.channel, false)
    stored.putMessage(next.message, next.channel)
    keep(unsent)
    return next.message
  }

  function change(wanted: MessageChange, unsent: readonly OutgoingEvent[]) {
    const known = stored.message(wanted.channel, wanted.id)
    const changed = changedMessage(known, wanted)
    const channel = stored.channel(wanted.channel)
    if (typeof changed === 'object' && changed !== known && channel !== undefined) {
      stored.putMessage(changed, channel)
      keep(unsent)
    }
    return changed
  }

  function removeFrom(id: string, person: string, atMs: number): void {
    for (const statement of forgetMessages) statement.run(id, person)
    const channel = stored.channel(id)
    if (channel === undefined) return
    const left = channelWithout(channel, person, atMs)
    if (left.people.some((each) => each !== '')) stored.putChannel(left)
    else drop.run(id)
  }

  return {
    open: (wish) => write(() => open(wish)),
    async find(id) {
      return read(() => stored.channel(id))
    },
    async ofPair(pair) {
      return read(() => stored.ofPair(pair))
    },
    async show(channel, person) {
      return read(() => stored.shownTo(person, channel))
    },
    async ofPerson(person, limit, last = BEFORE_ALL) {
      return read(() => {
        const rows = personQuery.all(person, last.movedAt, last.id, limit)
        return rows.map((row) => stored.shownTo(person, channelOfRow(row)))
      })
    },
    say: (message, unsent, { beforeAnswerMax }) => write(() => say(message, unsent, beforeAnswerMax)),
    async message(channel, id) {
      return read(() => stored.message(channel, id))
    },
    async messages(channel, limit, beforeSeq = Number.MAX_SAFE_INTEGER): Promise<Message[]> {
      return read(() => messagesQuery.all(channel, beforeSeq, limit)).map(messageOfRow)
    },
    change: (wanted, unsent) => write(() => change(wanted, unsent)),
    read: (id, { person, seq }, unsent) =>
      write(() => {
        const next = readChannel(stored.channel(id), person, seq)
        if (next === undefined) return
        stored.putChannel(next)
        keep(unsent)
      }),
    async unreadIn(ids) {
      return read(() =>
        ids.flatMap((id) => stored.channel(id) ?? []).map((channel) => stored.unreadOfBoth(channel)),
      )
    },
    end: (id, closed) =>
      write(() => {
        const channel = stored.channel(id)
        if (channel === undefined || channel.closed !== undefined) return false
        stored.putChannel({ ...channel, closed })
        return true
      }),
    due: (nowMs, leaseMs, limit) => write(() => lease.all(nowMs + leaseMs, nowMs, limit).map(channelOfRow)),
    async checkAgain(id, atMs) {
      await write(() => setCheck.run(atMs, id))
    },
    async lastChanges(people) {
      const rows = read(() => lastQuery.all(JSON.stringify(people)))
      return new Map(rows.map(({ person, last }) => [person, last]))
    },
    async changesOf(person, after, limit) {
      return read(() => stored.changesOf(person, after, limit))
    },
    removeOf: (person, atMs) =>
      write(() => {
        for (const { channel } of allOfQuery.all(person)) removeFrom(channel, person, atMs)
        for (const statement of forgetPerson) statement.run(person)
      }),
    ...outbox,
    close,
  }
}
