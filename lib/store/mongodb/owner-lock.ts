import { createHash } from 'node:crypto'
import type { ClientSession } from 'mongodb'
import type { CollectionSchema } from './collection-schema.ts'
import type { Collections } from './open-collections.ts'
import { transact } from './transact.ts'

/** Lets one writer at a time count the subjects of an owner and add one. */
export interface OwnerLock {
  /** Runs work in a transaction; no other transaction of the same owner commits between its reads and its writes. */
  hold<Result>(owner: string, work: (session: ClientSession) => Promise<Result>): Promise<Result>
}

interface LockDocument {
  readonly _id: number
  readonly taken: number
}

/** The collection of locks. */
export const OWNER_LOCK_SCHEMA: CollectionSchema = {
  name: 'subject_locks',
  required: { taken: 'number' },
  indexes: [],
}

// Owners share locks, so that their number is bounded, and no lock contains the id of an erased person.
const LOCKS = 256

/**
 * Opens the locks. Each is a document that every transaction of an owner writes first. The server refuses one of two concurrent
 * transactions; it starts again, and then sees what the other one wrote.
 */
export function openOwnerLock({ client, collection }: Collections): OwnerLock {
  const locks = collection<LockDocument>(OWNER_LOCK_SCHEMA.name)
  // Writers of this process queue here, so that only writers of different processes conflict at the server.
  const queues = new Map<number, Promise<unknown>>()

  async function take(lock: number, session: ClientSession): Promise<boolean> {
    return (await locks.updateOne({ _id: lock }, { $inc: { taken: 1 } }, { session })).matchedCount > 0
  }

  async function run<Result>(
    lock: number,
    work: (session: ClientSession) => Promise<Result>,
  ): Promise<Result> {
    const outcome = await transact(client, async (session) =>
      (await take(lock, session)) ? { result: await work(session) } : undefined,
    )
    if (outcome !== undefined) return outcome.result
    // Outside of a transaction, because concurrent creations inside transactions would conflict.
    await locks.updateOne({ _id: lock }, { $setOnInsert: { taken: 0 } }, { upsert: true })
    return run(lock, work)
  }

  return {
    hold(owner, work) {
      const lock = (createHash('sha256').update(owner).digest()[0] ?? 0) % LOCKS
      const done = (queues.get(lock) ?? Promise.resolve()).then(() => run(lock, work))
      // The next one waits until this one ends, also if it fails.
      queues.set(
        lock,
        done.catch(() => undefined),
      )
      return done
    },
  }
}
