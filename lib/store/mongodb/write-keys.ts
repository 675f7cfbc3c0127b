import type { ClientSession } from 'mongodb'
import type { Opened } from '#lib/store/opened.ts'
import type { NewWriteKey, WriteKey, WriteKeyStore } from '#lib/store/write-keys.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { openCollections } from './open-collections.ts'
import { openSequence, sequenceSchema } from './sequence.ts'
import { transact } from './transact.ts'

interface WriteKeyDocument extends Omit<WriteKey, 'key'> {
  /** The key. */
  readonly _id: string
}

const WRITE_KEY_SCHEMA: CollectionSchema = {
  name: 'write_keys',
  required: {
    id: 'string',
    name: 'string',
    origins: 'array',
    ratePerSecond: 'number',
    burst: 'number',
    created: 'number',
    sequence: 'number',
  },
  optional: { revokedAt: 'number' },
  indexes: [{ name: 'by_sequence', key: { sequence: 1 }, unique: true }],
}

const SEQUENCE_SCHEMA = sequenceSchema('write_key_sequences')

/**
 * Opens the write key store in the database behind `mongodb://…`. A key and its number are written in one transaction.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoWriteKeyStore(url: string): Promise<Opened<WriteKeyStore>> {
  const collections = await openCollections(url, [WRITE_KEY_SCHEMA, SEQUENCE_SCHEMA])
  const { client, collection, use, close } = collections
  const keys = collection<WriteKeyDocument>(WRITE_KEY_SCHEMA.name)
  const numbers = openSequence(collections, SEQUENCE_SCHEMA, WRITE_KEY_SCHEMA.name)

  async function add({ key, ...rest }: NewWriteKey, session: ClientSession): Promise<WriteKey> {
    const sequence = await numbers.next(session)
    // An upsert: if it is unknown whether the first try was written, the second try finds it.
    await keys.updateOne({ _id: key }, { $set: { ...rest, sequence } }, { session, upsert: true })
    return { key, ...rest, sequence }
  }

  async function revoke(key: string, nowMs: number, session: ClientSession): Promise<boolean> {
    const known = await keys.findOne({ _id: key }, { session })
    if (known !== null && known.revokedAt === undefined) {
      const revoked = { revokedAt: nowMs, sequence: await numbers.next(session) }
      await keys.updateOne({ _id: key }, { $set: revoked }, { session })
    }
    return known !== null
  }

  function change<Result>(work: (session: ClientSession) => Promise<Result>): Promise<Result> {
    return use(async () => {
      await numbers.prepare()
      return transact(client, work)
    })
  }

  return {
    add: (key) => change((session) => add(key, session)),
    revoke: (key, nowMs) => change((session) => revoke(key, nowMs, session)),
    list: (afterSequence, limit) =>
      use(() =>
        keys
          // Read only what a majority has stored. Otherwise a failover could undo a change that was read, and give its number to another.
          .find({ sequence: { $gt: afterSequence } }, { readConcern: { level: 'majority' } })
          .sort({ sequence: 1 })
          .limit(limit)
          .map(({ _id, ...rest }) => ({ key: _id, ...rest }))
          .toArray(),
      ),
    close,
  }
}
