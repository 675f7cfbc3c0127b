import type { Filter } from 'mongodb'
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
  ChannelEnd,
  ChannelStore,
  ChannelWish,
  MessageChange,
  NewMessage,
} from '#lib/store/channels.ts'
import type { Opened } from '#lib/store/opened.ts'
import { openChannelCollections } from './channel-collections.ts'
import { createChannelReads } from './channel-reads.ts'
import {
  CHANGE_SCHEMA,
  CHANNEL_SCHEMA,
  channelOfDocument,
  MESSAGE_SCHEMA,
  messageKey,
  messageOfDocument,
  NUMBER_SCHEMA,
  type ChannelDocument,
} from './channel-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { keepingStages } from './unsent.ts'

const WITHOUT_UNSENT = { projection: { unsent: 0 } } as const

/**
 * Opens channels in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoChannelStore(url: string): Promise<Opened<ChannelStore>> {
  const opened = await openCollections(url, [CHANNEL_SCHEMA, MESSAGE_SCHEMA, CHANGE_SCHEMA, NUMBER_SCHEMA])
  const { collection, use, close } = opened
  const collections = openChannelCollections(opened)
  const { channels, messages, changes, numbers, change } = collections
  const reads = createChannelReads(collections)

  async function findBy(filter: Filter<ChannelDocument>): Promise<Channel | undefined> {
    const found = await channels.findOne(filter, WITHOUT_UNSENT)
    return found === null ? undefined : channelOfDocument(found)
  }

  async function open(wish: ChannelWish): Promise<Channel> {
    const { match, pair, people, atMs, checkAtMs } = wish
    // Outside of a transaction, because concurrent creations inside transactions would conflict.
    await numbers.bulkWrite(
      people.map((person) => ({
        updateOne: { filter: { _id: person }, update: { $setOnInsert: { last: 0 } }, upsert: true },
      })),
    )
    for (;;) {
      const stored = await findBy({ search: pair.search, offer: pair.offer })
      try {
        return await change(stored?.id ?? match, async ({ channel, putChannel, session }) => {
          const known = await channel()
          const next: Channel =
            known === undefined
              ? {
                  id: match,
                  match,
                  pair,
                  people,
                  openedAt: atMs,
                  movedAt: atMs,
                  said: [0, 0],
                  readTo: [0, 0],
                }
              : openedChannel(known, wish)
          if (next === known) return next
          await putChannel(next, { isNews: known?.closed !== undefined || known === undefined })
          await channels.updateOne({ _id: next.id }, { $set: { checkAt: checkAtMs } }, { session })
          return next
        })
      } catch (error) {
        // Somebody created the channel of this pair at the same moment, with another match.
        if (!isDuplicateKey(error)) throw error
      }
    }
  }

  function say(message: NewMessage, unsent: readonly OutgoingEvent[], beforeAnswerMax: number) {
    return change(message.channel, async (work) => {
      const known = await work.message(message.id)
      if (known !== undefined) return known
      const next = channelWith(await work.channel(), message, beforeAnswerMax)
      if (typeof next === 'string') return next
      await work.putChannel(next.channel, { isNews: false, stages: keepingStages(unsent) })
      await work.putMessage(next.message, next.channel)
      return next.message
    })
  }

  function changeMessage(wanted: MessageChange, unsent: readonly OutgoingEvent[]) {
    return change(wanted.channel, async (work) => {
      const known = await work.message(wanted.id)
      const changed = changedMessage(known, wanted)
      const channel = await work.channel()
      if (typeof changed === 'object' && changed !== known && channel !== undefined) {
        await work.putMessage(changed, channel)
        if (unsent.length > 0)
          await work.putChannel(channel, { isNews: false, stages: keepingStages(unsent) })
      }
      return changed
    })
  }

  function end(id: string, closed: ChannelEnd): Promise<boolean> {
    return change(id, async ({ channel, putChannel }) => {
      const known = await channel()
      if (known === undefined || known.closed !== undefined) return false
      await putChannel({ ...known, closed })
      return true
    })
  }

  /** Removes a person from a channel. What is left to do after a crash is done by the next call: the person is taken out last. */
  async function removeFrom(id: string, person: string, atMs: number): Promise<void> {
    await end(id, { at: atMs, why: 'left' })
    await changes.deleteMany({ channel: id, from: person })
    await messages.deleteMany({ channel: id, from: person })
    await change(id, async ({ channel, putChannel, session }) => {
      const known = await channel()
      const left = known && channelWithout(known, person, atMs)
      if (left === undefined) return
      if (left.people.some((each) => each !== '')) await putChannel(left)
      else await channels.deleteOne({ _id: id }, { session })
    })
  }

  async function lease(nowMs: number, leaseMs: number, limit: number): Promise<Channel[]> {
    const isDue = { checkAt: { $lte: nowMs } }
    const found = channels
      .find(isDue, { projection: { _id: 1 } })
      .sort({ checkAt: 1 })
      .limit(limit)
    const leased: Channel[] = []
    for (const { _id } of await found.toArray()) {
      const later = { $set: { checkAt: nowMs + leaseMs } }
      const channel = await channels.findOneAndUpdate({ _id, ...isDue }, later, WITHOUT_UNSENT)
      if (channel !== null) leased.push(channelOfDocument(channel))
    }
    return leased
  }

  return {
    open: (wish) => use(() => open(wish)),
    find: (id) => use(() => findBy({ _id: id })),
    ofPair: ({ search, offer }) => use(() => findBy({ search, offer })),
    show: (channel, person) => use(() => reads.show(channel, person)),
    ofPerson: (person, limit, last) => use(() => reads.ofPerson(person, limit, last)),
    say: (message, unsent, { beforeAnswerMax }) => use(() => say(message, unsent, beforeAnswerMax)),
    message: (channel, id) =>
      use(async () => {
        const found = await messages.findOne({ _id: messageKey({ channel, id }) })
        return found === null ? undefined : messageOfDocument(found)
      }),
    messages: (channel, limit, beforeSeq) => use(() => reads.messages(channel, limit, beforeSeq)),
    change: (wanted, unsent) => use(() => changeMessage(wanted, unsent)),
    read: (id, { person, seq }, unsent) =>
      use(() =>
        change(id, async ({ channel, putChannel }) => {
          const next = readChannel(await channel(), person, seq)
          if (next !== undefined) await putChannel(next, { stages: keepingStages(unsent) })
        }),
      ),
    unreadIn: (ids) => use(() => reads.unreadIn(ids)),
    end: (id, closed) => use(() => end(id, closed)),
    due: (nowMs, leaseMs, limit) => use(() => lease(nowMs, leaseMs, limit)),
    checkAgain: (id, atMs) =>
      use(async () => {
        await channels.updateOne({ _id: id, closed: { $exists: false } }, { $set: { checkAt: atMs } })
      }),
    lastChanges: (people) => use(() => reads.lastChanges(people)),
    changesOf: (person, after, limit) => use(() => reads.changesOf(person, after, limit)),
    async removeOf(person, atMs) {
      const found = await use(() => channels.find({ people: person }, { projection: { _id: 1 } }).toArray())
      for (const { _id } of found) await use(() => removeFrom(_id, person, atMs))
      await use(async () => {
        await changes.deleteMany({ person })
        await numbers.deleteOne({ _id: person })
      })
    },
    ...createOutbox<OutgoingEvent>({ collection: collection(CHANNEL_SCHEMA.name), use }),
    close,
  }
}
