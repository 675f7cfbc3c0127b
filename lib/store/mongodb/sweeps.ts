import type { Opened } from '#lib/store/opened.ts'
import type { SweepStore } from '#lib/store/sweeps.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

interface SweepDocument {
  /** The name of the work. */
  readonly _id: string
  readonly doneUntil: number
  readonly heldUntil: number
}

const SWEEP_SCHEMA: CollectionSchema = {
  name: 'sweeps',
  required: { doneUntil: 'number', heldUntil: 'number' },
  indexes: [],
}

/**
 * Opens the sweep store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoSweepStore(url: string): Promise<Opened<SweepStore>> {
  const { collection, use, close } = await openCollections(url, [SWEEP_SCHEMA])
  const sweeps = collection<SweepDocument>(SWEEP_SCHEMA.name)

  async function lease(name: string, nowMs: number, leaseMs: number): Promise<number | undefined> {
    try {
      const leased = await sweeps.findOneAndUpdate(
        { _id: name, heldUntil: { $lte: nowMs } },
        { $set: { heldUntil: nowMs + leaseMs }, $setOnInsert: { doneUntil: 0 } },
        { upsert: true, returnDocument: 'after' },
      )
      return leased?.doneUntil
    } catch (error) {
      // The document exists, and is held.
      if (isDuplicateKey(error)) return undefined
      throw error
    }
  }

  return {
    lease: (name, nowMs, leaseMs) => use(() => lease(name, nowMs, leaseMs)),
    done: (name, untilMs) =>
      use(async () => {
        await sweeps.updateOne({ _id: name }, { $max: { doneUntil: untilMs }, $set: { heldUntil: 0 } })
      }),
    close,
  }
}
