import { lastSeq, sideOf } from '#lib/store/channel-rules.ts'
import type {
  Channel,
  ChannelChanges,
  ChannelPlace,
  Message,
  PersonsChannel,
  UnreadOfBoth,
} from '#lib/store/channels.ts'
import type { ChannelCollections } from './channel-collections.ts'
import { channelOfDocument, messageKey, messageOfDocument } from './channel-schema.ts'
import { IN_ONE_ANSWER } from './in-one-answer.ts'

const WITHOUT_UNSENT = { ...IN_ONE_ANSWER, projection: { unsent: 0 } } as const

/** The lists of channels. */
export interface ChannelReads {
  show(channel: Channel, person: string): Promise<PersonsChannel>
  ofPerson(person: string, limit: number, last?: ChannelPlace): Promise<PersonsChannel[]>
  messages(channel: string, limit: number, beforeSeq?: number): Promise<Message[]>
  unreadIn(ids: readonly string[]): Promise<UnreadOfBoth[]>
  lastChanges(people: readonly string[]): Promise<ReadonlyMap<string, number>>
  changesOf(person: string, after: number, limit: number): Promise<ChannelChanges>
}

/** Creates the lists of channels. */
export function createChannelReads(collections: ChannelCollections): ChannelReads {
  const { channels, messages, changes, numbers } = collections

  async function unreadOf(person: string, shown: readonly Channel[]): Promise<ReadonlyMap<string, number>> {
    const unread = shown.flatMap((channel) => {
      const readTo = channel.readTo[sideOf(channel, person) ?? 0]
      return readTo === lastSeq(channel) ? [] : [{ channel: channel.id, seq: { $gt: readTo } }]
    })
    if (unread.length === 0) return new Map()
    const isOthers = { from: { $ne: person }, deletedAt: { $exists: false } }
    const counted = messages.aggregate<{ _id: string; count: number }>([
      { $match: { $or: unread, ...isOthers } },
      { $group: { _id: '$channel', count: { $sum: 1 } } },
    ])
    return new Map((await counted.toArray()).map(({ _id, count }) => [_id, count]))
  }

  async function shownTo(person: string, shown: readonly Channel[]): Promise<PersonsChannel[]> {
    if (shown.length === 0) return []
    const unread = await unreadOf(person, shown)
    const lasts = shown.map((channel) => ({ channel: channel.id, seq: lastSeq(channel) }))
    const found = await messages.find({ $or: lasts }, IN_ONE_ANSWER).map(messageOfDocument).toArray()
    const lastOf = new Map(found.map((message) => [message.channel, message]))
    return shown.map((channel) => ({
      channel,
      unread: unread.get(channel.id) ?? 0,
      last: lastOf.get(channel.id),
    }))
  }

  return {
    async show(channel, person) {
      const [shown] = await shownTo(person, [channel])
      return shown ?? { channel, unread: 0 }
    },
    async ofPerson(person, limit, last) {
      const after =
        last === undefined
          ? [{ people: person }]
          : [
              { people: person, movedAt: { $lt: last.movedAt } },
              { people: person, movedAt: last.movedAt, _id: { $lt: last.id } },
            ]
      const found = channels.find({ $or: after }, WITHOUT_UNSENT).sort({ movedAt: -1, _id: -1 }).limit(limit)
      return shownTo(person, await found.map(channelOfDocument).toArray())
    },
    async unreadIn(ids) {
      const found = await channels.find({ _id: { $in: [...ids] } }, WITHOUT_UNSENT).toArray()
      const known = found.map(channelOfDocument)
      const unread = known.flatMap(({ id: channel, people: [one, other], readTo }) => [
        { channel, from: other, seq: { $gt: readTo[0] } },
        { channel, from: one, seq: { $gt: readTo[1] } },
      ])
      if (unread.length === 0) return []
      const counted = messages.aggregate<{ _id: Pick<Message, 'channel' | 'from'>; count: number }>([
        { $match: { $or: unread, deletedAt: { $exists: false } } },
        { $group: { _id: { channel: '$channel', from: '$from' }, count: { $sum: 1 } } },
      ])
      const counts = await counted.toArray()
      const countOf = (channel: string, from: string) =>
        counts.find(({ _id }) => _id.channel === channel && _id.from === from)?.count ?? 0
      return known.map((channel) => {
        const [one, other] = channel.people
        return { channel, unread: [countOf(channel.id, other), countOf(channel.id, one)] }
      })
    },
    messages: (channel, limit, beforeSeq = Number.MAX_SAFE_INTEGER) =>
      messages
        .find({ channel, seq: { $lt: beforeSeq } }, IN_ONE_ANSWER)
        .sort({ seq: -1 })
        .limit(limit)
        .map(messageOfDocument)
        .toArray(),
    async lastChanges(people) {
      const found = await numbers.find({ _id: { $in: [...people] } }, IN_ONE_ANSWER).toArray()
      return new Map(found.map(({ _id, last }) => [_id, last]))
    },
    async changesOf(person, after, limit) {
      const found = await changes
        .find({ person, change: { $gt: after } }, IN_ONE_ANSWER)
        .sort({ change: 1 })
        .limit(limit)
        .toArray()
      const keys = found.flatMap(({ message }) => message ?? [])
      const ids = found.flatMap(({ message, channel }) => (message === undefined ? [channel] : []))
      const [texts, changed] = [
        await messages.find({ _id: { $in: keys } }, IN_ONE_ANSWER).toArray(),
        await channels.find({ _id: { $in: ids } }, WITHOUT_UNSENT).toArray(),
      ]
      const byKey = new Map(texts.map((message) => [messageKey(message), messageOfDocument(message)]))
      const byId = new Map(changed.map(channelOfDocument).map((channel) => [channel.id, channel]))
      return {
        channels: await shownTo(
          person,
          ids.flatMap((id) => byId.get(id) ?? []),
        ),
        messages: keys.flatMap((key) => byKey.get(key) ?? []),
        last: found.at(-1)?.change ?? after,
      }
    },
  }
}
