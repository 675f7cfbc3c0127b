import type { Document } from 'mongodb'
import type { Opened } from '#lib/store/opened.ts'
import type { CausedRing, RingLimit, RingStore, RingTable } from '#lib/store/rings.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { IN_ONE_ANSWER } from './in-one-answer.ts'
import { hasOnlyDuplicates, isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

/** All rings of one person, so that they are counted in the write that adds some. */
interface RingerDocument {
  readonly _id: string
  /** Each with the time of the server at which it was counted. */
  readonly rings: readonly { readonly delivery: string; readonly at: number; readonly takenAt?: Date }[]
  /** When the last ring no longer counts: the server then removes the document. */
  readonly over: Date
}

const ringerSchema = (table: RingTable): CollectionSchema => ({
  name: table,
  required: { rings: 'array', over: 'date' },
  indexes: [{ name: 'over', key: { over: 1 }, expireAfterSeconds: 0 }],
})

// A ring stays for this time after it was counted, also when it is so old that it no longer counts: its caller reads it after the write.
const KEPT_MS = 60_000

/**
 * Opens the ring store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoRingStore(url: string, table: RingTable): Promise<Opened<RingStore>> {
  const { collection, use, close } = await openCollections(url, [ringerSchema(table)])
  const ringers = collection<RingerDocument>(table)

  async function take(rings: readonly CausedRing[], limit: RingLimit): Promise<ReadonlySet<string>> {
    if (rings.length === 0) return new Set()
    const byPerson = Map.groupBy(rings, ({ person }) => person)
    const counted = await count(byPerson, limit)
    const taken = rings.filter(({ person, delivery }) => counted.has(keyOf(person, delivery)))
    return new Set(taken.map(({ delivery }) => delivery))
  }

  /** Counts rings, and returns the keys of all that are counted then. */
  async function count(
    byPerson: ReadonlyMap<string, readonly CausedRing[]>,
    limit: RingLimit,
  ): Promise<ReadonlySet<string>> {
    const [first, ...others] = byPerson
    if (first !== undefined && others.length === 0) return countOfOne(first[0], counting(first[1], limit))
    const changes = [...byPerson].map(([person, own]) => ({
      updateOne: { filter: { _id: person }, update: counting(own, limit), upsert: true },
    }))
    try {
      await ringers.bulkWrite(changes, { ordered: false })
    } catch (error) {
      if (!hasOnlyDuplicates(error)) throw error
      // Another process created the document of a person at the same moment. What is counted is not counted again.
      await ringers.bulkWrite(changes, { ordered: false })
    }
    const options = { ...IN_ONE_ANSWER, projection: { 'rings.delivery': 1 } }
    const found = await ringers.find({ _id: { $in: [...byPerson.keys()] } }, options).toArray()
    return new Set(found.flatMap(keysOf))
  }

  /** The same for one person, in one command. */
  async function countOfOne(person: string, update: Document[]): Promise<ReadonlySet<string>> {
    const change = () =>
      ringers.findOneAndUpdate({ _id: person }, update, {
        upsert: true,
        returnDocument: 'after',
        projection: { 'rings.delivery': 1 },
      })
    try {
      return new Set([(await change()) ?? []].flat().flatMap(keysOf))
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      return new Set([(await change()) ?? []].flat().flatMap(keysOf))
    }
  }

  return {
    take: (rings, limit) => use(() => take(rings, limit)),
    giveBack: (rings) =>
      use(async () => {
        if (rings.length === 0) return
        const byPerson = Map.groupBy(rings, ({ person }) => person)
        await ringers.bulkWrite(
          [...byPerson].map(([person, own]) => ({
            updateOne: {
              filter: { _id: person },
              update: { $pull: { rings: { delivery: { $in: own.map(({ delivery }) => delivery) } } } },
            },
          })),
          { ordered: false },
        )
      }),
    removeOf: (person) =>
      use(async () => {
        await ringers.deleteOne({ _id: person })
      }),
    close,
  }
}

/** The keys of the rings in a document. */
function keysOf({ _id, rings }: Pick<RingerDocument, '_id' | 'rings'>): string[] {
  return rings.map(({ delivery }) => keyOf(_id, delivery))
}

function keyOf(person: string, delivery: string): string {
  return JSON.stringify([person, delivery])
}

/** The update that counts rings of one person, one after the other, each unless the window around it is full. */
function counting(rings: readonly CausedRing[], { max: others, windowMs }: RingLimit): Document[] {
  const max = rings[0]?.max ?? others
  const times = rings.map(({ atMs }) => atMs)
  const isLate = { $gt: ['$$this.at', Math.min(...times) - windowMs] }
  const isFresh = { $gt: ['$$this.takenAt', { $subtract: ['$$NOW', KEPT_MS] }] }
  const isTaken = { $in: ['$$this.delivery', '$$value.delivery'] }
  const isAround = { $lt: [{ $abs: { $subtract: ['$$other.at', '$$this.at'] } }, windowMs] }
  const around = { $filter: { input: '$$value', as: 'other', cond: isAround } }
  const isFull = { $gte: [{ $size: around }, max] }
  const counted = { $mergeObjects: ['$$this', { takenAt: '$$NOW' }] }
  const input = { $literal: rings.map(({ delivery, atMs }) => ({ delivery, at: atMs })) }
  return [
    {
      $set: {
        rings: { $filter: { input: { $ifNull: ['$rings', []] }, cond: { $or: [isLate, isFresh] } } },
      },
    },
    {
      $set: {
        rings: {
          $reduce: {
            input,
            initialValue: '$rings',
            in: { $cond: [{ $or: [isTaken, isFull] }, '$$value', { $concatArrays: ['$$value', [counted]] }] },
          },
        },
        over: { $max: ['$over', new Date(Math.max(...times, Date.now()) + windowMs)] },
      },
    },
  ]
}
