import type { ClientSession } from 'mongodb'
import type { Count, CountedBatch, CounterStore } from '#lib/store/counters.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { openCollections } from './open-collections.ts'
import { transact } from './transact.ts'

interface Stretch {
  readonly counter: string
  readonly topic: string
  readonly partition: number
}

interface OffsetDocument {
  readonly _id: Stretch
  readonly nextOffset: number
}

/** Counts of one partition. Partitions are counted concurrently, and would conflict in a common document. */
interface MinuteDocument {
  readonly _id: Stretch & { readonly minute: number; readonly key: string }
  readonly counter: string
  readonly minute: number
  readonly key: string
  readonly count: number
}

const OFFSET_SCHEMA: CollectionSchema = {
  name: 'counter_offsets',
  required: { nextOffset: 'number' },
  indexes: [],
}

const MINUTE_SCHEMA: CollectionSchema = {
  name: 'counter_minutes',
  required: { counter: 'string', minute: 'number', key: 'string', count: 'number' },
  indexes: [{ name: 'by_minute', key: { counter: 1, minute: 1, key: 1 } }],
}

/**
 * Opens the counter store in the database behind `mongodb://…`. Counts and offset are written in a transaction: a batch may
 * contain records of any number of minutes, so one document cannot hold both.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoCounterStore(url: string): Promise<Opened<CounterStore>> {
  const { client, collection, use, close } = await openCollections(url, [OFFSET_SCHEMA, MINUTE_SCHEMA])
  const offsets = collection<OffsetDocument>(OFFSET_SCHEMA.name)
  const minutes = collection<MinuteDocument>(MINUTE_SCHEMA.name)

  async function countedTo(stretch: Stretch, session?: ClientSession): Promise<number> {
    return (await offsets.findOne({ _id: stretch }, { ...(session && { session }) }))?.nextOffset ?? 0
  }

  async function add(batch: CountedBatch, session: ClientSession): Promise<boolean> {
    const { firstOffset, nextOffset, counts, counter, topic, partition } = batch
    const stretch = { counter, topic, partition }
    if ((await countedTo(stretch, session)) !== firstOffset) return false
    // A concurrent transaction on the same offsets fails on this document, and reads again.
    await offsets.updateOne({ _id: stretch }, { $set: { nextOffset } }, { session, upsert: true })
    if (counts.length === 0) return true
    await minutes.bulkWrite(
      counts.map(({ minute, key, count }) => ({
        updateOne: {
          filter: { _id: { ...stretch, minute, key } },
          update: { $inc: { count }, $set: { counter, minute, key } },
          upsert: true,
        },
      })),
      { session, ordered: false },
    )
    return true
  }

  return {
    countedTo: (counter, topic, partition) => use(() => countedTo({ counter, topic, partition })),
    add: (batch) => use(() => transact(client, (session) => add(batch, session))),
    series: (counter, sinceMs) =>
      use(() =>
        minutes
          .aggregate<Count>([
            { $match: { counter, minute: { $gte: sinceMs } } },
            { $group: { _id: { minute: '$minute', key: '$key' }, count: { $sum: '$count' } } },
            { $sort: { '_id.minute': 1, '_id.key': 1 } },
            { $project: { _id: 0, minute: '$_id.minute', key: '$_id.key', count: 1 } },
          ])
          .toArray(),
      ),
    close,
  }
}
