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
  /** Makes it ready for a transaction. */
  prepare(): Promise<void>
  /** The next number. Numbers become visible in their order, and none is skipped: who takes one at once waits. */
  next(session: ClientSession): Promise<number>
  /** The newest number there is, of a majority; 0 before the first. */
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
    // Outside of a transaction, where two that make it at once do not get in each other's way.
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
