import type { ClientSession, Document } from 'mongodb'
import { openInTurn } from '#lib/loop/in-turn.ts'
import type { Channel, Message } from '#lib/store/channels.ts'
import {
  CHANGE_SCHEMA,
  CHANNEL_SCHEMA,
  channelOfDocument,
  documentOfChannel,
  MESSAGE_SCHEMA,
  messageKey,
  messageOfDocument,
  NUMBER_SCHEMA,
  type ChangeDocument,
  type ChannelDocument,
  type MessageDocument,
  type NumberDocument,
} from './channel-schema.ts'
import type { Collections } from './open-collections.ts'
import { transact } from './transact.ts'

/** Reads and writes of one channel in a transaction. */
export interface ChannelWork {
  readonly session: ClientSession
  readonly channel: () => Promise<Channel | undefined>
  readonly message: (id: string) => Promise<Message | undefined>
  /** Writes a new state of the channel. `stages` keep its events. With `isNews`, both people find it among their changes. */
  readonly putChannel: (
    channel: Channel,
    options?: { readonly isNews?: boolean; readonly stages?: readonly Document[] },
  ) => Promise<void>
  /** Writes a new state of a message; both people of the channel find it among their changes. */
  readonly putMessage: (message: Message, channel: Channel) => Promise<void>
}

/** The collections of channels. */
export type ChannelCollections = ReturnType<typeof openChannelCollections>

/** Opens the collections of channels. */
export function openChannelCollections({ client, collection }: Collections) {
  const channels = collection<ChannelDocument>(CHANNEL_SCHEMA.name)
  const messages = collection<MessageDocument>(MESSAGE_SCHEMA.name)
  const changes = collection<ChangeDocument>(CHANGE_SCHEMA.name)
  const numbers = collection<NumberDocument>(NUMBER_SCHEMA.name)
  // Writers of this process queue here, so that only writers of different processes conflict at the server.
  const inTurn = openInTurn()

  async function tellBoth({ id, people }: Channel, message: Message | undefined, session: ClientSession) {
    const about = message === undefined ? {} : { message: messageKey(message), from: message.from }
    for (const person of people.filter((each) => each !== '')) {
      const counted = await numbers.findOneAndUpdate(
        { _id: person },
        { $inc: { last: 1 } },
        { session, upsert: true, returnDocument: 'after' },
      )
      await changes.updateOne(
        { _id: `${person} ${about.message ?? id}` },
        { $set: { person, channel: id, change: counted?.last ?? 0, ...about } },
        { session, upsert: true },
      )
    }
  }

  function workOn(id: string, session: ClientSession): ChannelWork {
    return {
      session,
      async channel() {
        const found = await channels.findOne({ _id: id }, { session })
        return found === null ? undefined : channelOfDocument(found)
      },
      async message(messageId) {
        const found = await messages.findOne({ _id: messageKey({ channel: id, id: messageId }) }, { session })
        return found === null ? undefined : messageOfDocument(found)
      },
      async putChannel(channel, { isNews = true, stages = [] } = {}) {
        const kept = {
          _id: '$_id',
          unsent: '$unsent',
          ...(channel.closed === undefined && { checkAt: '$checkAt' }),
        }
        const replaced = { $mergeObjects: [{ $literal: documentOfChannel(channel) }, kept] }
        await channels.updateOne({ _id: id }, [{ $replaceWith: replaced }, ...stages], {
          session,
          upsert: true,
        })
        if (isNews) await tellBoth(channel, undefined, session)
      },
      async putMessage(message, channel) {
        await messages.replaceOne({ _id: messageKey(message) }, message, { session, upsert: true })
        await tellBoth(channel, message, session)
      },
    }
  }

  return {
    channels,
    messages,
    changes,
    numbers,
    /** Changes one channel in a transaction. No other change of it commits between the reads and the writes of this one. */
    change: <Result>(id: string, work: (channel: ChannelWork) => Promise<Result>): Promise<Result> =>
      inTurn(id, () => transact(client, (session) => work(workOn(id, session)))),
  }
}
