import type { Opened } from '#lib/store/opened.ts'
import type { CausedRing, RingLimit, RingStore } from '#lib/store/rings.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { openCollections } from './open-collections.ts'

/** All rings of one person, so that they are counted in the write that adds one. */
interface RingerDocument {
  readonly _id: string
  readonly rings: readonly { readonly delivery: string; readonly at: number }[]
  /** When the last ring no longer counts: the server then removes the document. */
  readonly over: Date
}

const RINGER_SCHEMA: CollectionSchema = {
  name: 'caused_rings',
  required: { rings: 'array', over: 'date' },
  indexes: [{ name: 'over', key: { over: 1 }, expireAfterSeconds: 0 }],
}

/**
 * Opens the ring store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoRingStore(url: string): Promise<Opened<RingStore>> {
  const { collection, use, close } = await openCollections(url, [RINGER_SCHEMA])
  const ringers = collection<RingerDocument>(RINGER_SCHEMA.name)

  async function take(
    { person, delivery, atMs }: CausedRing,
    { max, windowMs }: RingLimit,
  ): Promise<boolean> {
    const isLate = { $gt: ['$$this.at', atMs - windowMs] }
    const isTaken = { $in: [{ $literal: delivery }, '$rings.delivery'] }
    const isAround = { $lt: ['$$this.at', atMs + windowMs] }
    const isFull = { $gte: [{ $size: { $filter: { input: '$rings', cond: isAround } } }, max] }
    const ring = { delivery: { $literal: delivery }, at: atMs }
    const stored = await ringers.findOneAndUpdate(
      { _id: person },
      [
        { $set: { rings: { $filter: { input: { $ifNull: ['$rings', []] }, cond: isLate } } } },
        {
          $set: {
            rings: {
              $cond: [{ $or: [isTaken, isFull] }, '$rings', { $concatArrays: ['$rings', [ring]] }],
            },
            over: { $max: ['$over', new Date(Math.max(atMs, Date.now()) + windowMs)] },
          },
        },
      ],
      { upsert: true, returnDocument: 'after' },
    )
    return stored?.rings.some((each) => each.delivery === delivery) === true
  }

  return {
    take: (ring, limit) => use(() => take(ring, limit)),
    removeOf: (person) =>
      use(async () => {
        await ringers.deleteOne({ _id: person })
      }),
    close,
  }
}
