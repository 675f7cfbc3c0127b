import type { Ending, EndingStore } from '#lib/store/endings.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { openCollections } from './open-collections.ts'
import { openSequence, sequenceSchema } from './sequence.ts'
import { transact } from './transact.ts'

interface EndingDocument extends Omit<Ending, 'sequence'> {
  /** Its sequence number. */
  readonly _id: number
}

const ENDING_SCHEMA: CollectionSchema = {
  name: 'endings',
  required: { person: 'string', until: 'number' },
  optional: { session: 'string' },
  indexes: [
    { name: 'by_person', key: { person: 1, _id: 1 } },
    { name: 'by_end', key: { until: 1 } },
  ],
}

const SEQUENCE_SCHEMA = sequenceSchema('ending_sequences')

/**
 * Opens the store of ended sessions in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoEndingStore(url: string): Promise<Opened<EndingStore>> {
  const collections = await openCollections(url, [ENDING_SCHEMA, SEQUENCE_SCHEMA])
  const { client, collection, use, close } = collections
  const endings = collection<EndingDocument>(ENDING_SCHEMA.name)
  const numbers = openSequence(collections, SEQUENCE_SCHEMA, ENDING_SCHEMA.name)

  return {
    add: ({ person, session, until }) =>
      use(async () => {
        await numbers.prepare()
        return transact(client, async (transaction) => {
          const sequence = await numbers.next(transaction)
          const document = { _id: sequence, person, until, ...(session !== undefined && { session }) }
          await endings.insertOne(document, { session: transaction })
          return sequence
        })
      }),
    ofPerson: (person) => use(() => endings.find({ person }).sort({ _id: 1 }).map(endingOf).toArray()),
    list: (afterSequence, limit) =>
      use(() =>
        endings
          // Read only what a majority has stored. Otherwise a failover could undo an entry that was read, and give its number to another.
          .find({ _id: { $gt: afterSequence } }, { readConcern: { level: 'majority' } })
          .sort({ _id: 1 })
          .limit(limit)
          .map(endingOf)
          .toArray(),
      ),
    last: () => use(() => numbers.last()),
    forget: (nowMs) => use(async () => (await endings.deleteMany({ until: { $lte: nowMs } })).deletedCount),
    close,
  }
}

function endingOf({ _id, ...rest }: EndingDocument): Ending {
  return { ...rest, sequence: _id }
}
