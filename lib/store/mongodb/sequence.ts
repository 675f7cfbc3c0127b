import type { ClientSession } from 'mongodb'
import type { CollectionSchema } from './collection-schema.ts'
import type { Collections } from './open-collections.ts'

interface SequenceDocument {
  /** Name of the list. */
  readonly _id: string
  readonly last: number
}

/** The numbers of the entries of a list: each entry gets the next one, in the transaction that writes it. */
export interface Sequence {
  /** Creates the document of the last number. Call it before the transaction in which you call `next()`. */
  prepare(): Promise<void>
  /**
   * Returns the next number. While the transaction that took it is open, any other one that takes a number fails, and
   * `transact()` runs it again. So numbers become visible in their order, and none is skipped.
   */
  next(session: ClientSession): Promise<number>
  /** The last number that a majority of the servers has stored; 0 before the first. */
  last(): Promise<number>
}

/** The collection of last numbers. */
export const sequenceSchema = (name: string): CollectionSchema => ({
  name,
  required: { last: 'number' },
  indexes: [],
})

/** Opens the numbers of a list, in a collection of `sequenceSchema()`. */
export function openSequence(
  { collection }: Collections,
  { name }: CollectionSchema,
  list: string,
): Sequence {
  const sequences = collection<SequenceDocument>(name)
  return {
    // Outside of a transaction, because concurrent creations inside transactions would conflict.
    async prepare() {
      await sequences.updateOne({ _id: list }, { $setOnInsert: { last: 0 } }, { upsert: true })
    },
    async next(session) {
      const counted = await sequences.findOneAndUpdate(
        { _id: list },
        { $inc: { last: 1 } },
        { session, returnDocument: 'after' },
      )
      if (counted === null) throw new Error(`Cannot number an entry of "${list}": it has no last number`)
      return counted.last
    },
    async last() {
      const readConcern = { level: 'majority' as const }
      return (await sequences.findOne({ _id: list }, { readConcern }))?.last ?? 0
    },
  }
}
