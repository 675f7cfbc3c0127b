import { type ClientSession, MongoClient } from 'mongodb'
import { withoutPassword } from '#lib/config/read-config.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'

/** A driver's client that all stores of this process on one URL and with one order share. */
export interface SharedClient {
  readonly client: MongoClient
  /** Reports that the preparation of a store begins; returns a function that reports its end. */
  readonly beginPreparing: () => () => void
  /** True when no store on this URL is being prepared. */
  readonly isPrepared: () => boolean
  /** The session that all stores with `causal` order use. */
  readonly session: ClientSession | undefined
  /** Closes the client when its last user closes it. */
  readonly close: () => Promise<void>
}

const CONNECT_MS = 2_000
/** A new primary is usually elected within this time. After it, a call fails instead of waiting longer, and callers try again. */
const FIND_PRIMARY_MS = 5_000
const FREE_CONNECTION_MS = 5_000
const SILENCE_MS_MAX = 30_000
const MAJORITY_MS = 10_000

/**
 * How the calls of a store follow each other. `causal`: each read shows at least what all `causal` writes of this process wrote that
 * were confirmed before, also after another server became the primary. These writes are not retried by the driver, because the
 * retries of concurrent writes in one session exclude each other; a bulk without retries takes half the time.
 */
export type CallOrder = 'causal' | 'none'

interface SharedEntry {
  readonly client: MongoClient
  readonly session: ClientSession | undefined
  users: number
}

const shared = new Map<string, SharedEntry>()

/** The number of stores that are being prepared, by URL. */
const preparing = new Map<string, number>()

/**
 * Returns the client of a URL. Writes are confirmed once a majority has them in its journal, and reads return only what a
 * majority has, so no confirmed or read data can be rolled back.
 *
 * @throws {StartError} when the URL cannot be read.
 */
export function shareClient(url: string, order: CallOrder): SharedClient {
  const name = `${order} ${url}`
  const entry = shared.get(name) ?? newEntry(url, order)
  shared.set(name, entry)
  entry.users += 1
  let isOpen = true
  return {
    client: entry.client,
    beginPreparing() {
      countPreparing(url, 1)
      let isDone = false
      return () => {
        if (!isDone) countPreparing(url, -1)
        isDone = true
      }
    },
    isPrepared: () => (preparing.get(url) ?? 0) === 0,
    session: entry.session,
    async close() {
      if (!isOpen) return
      isOpen = false
      entry.users -= 1
      if (entry.users > 0) return
      shared.delete(name)
      await entry.client.close()
    },
  }
}

function countPreparing(url: string, by: number): void {
  const count = (preparing.get(url) ?? 0) + by
  if (count === 0) preparing.delete(url)
  else preparing.set(url, count)
}

function newEntry(url: string, order: CallOrder): SharedEntry {
  const client = newClient(url, { retryWrites: order === 'none' })
  const session = order === 'causal' ? client.startSession({ causalConsistency: true }) : undefined
  return { client, session, users: 0 }
}

function newClient(url: string, { retryWrites }: { readonly retryWrites: boolean }): MongoClient {
  try {
    return new MongoClient(url, {
      appName: 'pushtech',
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: MAJORITY_MS },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      retryWrites,
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
