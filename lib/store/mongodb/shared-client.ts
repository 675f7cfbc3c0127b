import { MongoClient } from 'mongodb'
import { withoutPassword } from '#lib/config/read-config.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'

/** A driver's client that all stores of this process on one URL share. */
export interface SharedClient {
  readonly client: MongoClient
  /** Reports that the preparation of a store begins; returns a function that reports its end. */
  readonly beginPreparing: () => () => void
  /** True when no store on this client is being prepared. */
  readonly isPrepared: () => boolean
  /** Closes the client when its last user closes it. */
  readonly close: () => Promise<void>
}

const CONNECT_MS = 2_000
/** A new primary is usually elected within this time. After it, a call fails instead of waiting longer, and callers try again. */
const FIND_PRIMARY_MS = 5_000
const FREE_CONNECTION_MS = 5_000
const SILENCE_MS_MAX = 30_000
const MAJORITY_MS = 10_000

const shared = new Map<string, { client: MongoClient; users: number; preparing: number }>()

/**
 * Returns the client of a URL. Writes are confirmed once a majority has them in its journal, and reads return only what a
 * majority has, so no confirmed or read data can be rolled back.
 *
 * @throws {StartError} when the URL cannot be read.
 */
export function shareClient(url: string): SharedClient {
  const entry = shared.get(url) ?? { client: newClient(url), users: 0, preparing: 0 }
  shared.set(url, entry)
  entry.users += 1
  let isOpen = true
  return {
    client: entry.client,
    beginPreparing() {
      entry.preparing += 1
      let isDone = false
      return () => {
        if (!isDone) entry.preparing -= 1
        isDone = true
      }
    },
    isPrepared: () => entry.preparing === 0,
    async close() {
      if (!isOpen) return
      isOpen = false
      entry.users -= 1
      if (entry.users > 0) return
      shared.delete(url)
      await entry.client.close()
    },
  }
}

function newClient(url: string): MongoClient {
  try {
    return new MongoClient(url, {
      appName: 'pushtech',
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: MAJORITY_MS },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      retryWrites: true,
      retryReads: true,
      ignoreUndefined: true,
      connectTimeoutMS: CONNECT_MS,
      serverSelectionTimeoutMS: FIND_PRIMARY_MS,
      waitQueueTimeoutMS: FREE_CONNECTION_MS,
      socketTimeoutMS: SILENCE_MS_MAX,
    })
  } catch (error) {
    throw new StartError(
      `Cannot use MongoDB at ${withoutPassword(url)}: ${messageOf(error)}`,
      'Write STORE_URL as mongodb://user:password@host:port,host:port/database?replicaSet=name, or mongodb+srv://…; in user and password, escape : / ? # [ ] @ by percent signs.',
      { cause: error },
    )
  }
}
