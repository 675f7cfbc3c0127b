import {
  MongoOperationTimeoutError,
  type ClientSession,
  type Collection,
  type Db,
  type Document,
  type MongoClient,
} from 'mongodb'
import { withoutPassword } from '#lib/config/read-config.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { sleepUnless } from '#lib/time/sleep-unless.ts'
import { isAwaitedFor, waitForEngine, type EngineWait } from '#lib/waits/engine-waits.ts'
import { withinTime } from '#lib/time/within-time.ts'
import { checkServer } from './check-server.ts'
import { ensureCollection, type CollectionSchema } from './collection-schema.ts'
import { databaseName } from './database-name.ts'
import { migrate } from './migrate.ts'
import { toStartError, toUnavailable } from './mongo-error.ts'
import { shareClient, type CallOrder } from './shared-client.ts'

/** The collections of one store in a database that several stores may share. */
export interface Collections {
  readonly client: MongoClient
  readonly db: Db
  readonly collection: <Stored extends Document>(name: string) => Collection<Stored>
  /** The options of calls that follow each other in `causal` order. A reply holds all that was found, up to 16 MB. */
  readonly inOrder: () => { readonly session?: ClientSession; readonly batchSize?: number }
  /**
   * Runs work on the database.
   *
   * @throws {UnavailableError} when it is not there, does not answer in time, or is not prepared yet.
   */
  readonly use: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** True when all stores on this database are prepared. */
  readonly isWholePrepared: () => boolean
  readonly close: () => Promise<void>
}

const FIRST_MS = 6_000
/** Maximum time to find a primary and to wait for its majority, together. */
const ANSWER_MS = 15_000
/** Documents in one reply; the server ends it before at 16 MB. */
const REPLY_MAX = 100_000
/** If the build of an index takes longer, it continues, and the next try waits for it. */
const PREPARE_MS = 60_000
const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 5_000

// The driver's own limits do not always hold: we have seen calls to a killed server that never ended.
const late = (reason: string) => new MongoOperationTimeoutError(reason)

/**
 * Opens the database behind `mongodb://…/database`, and creates or updates the collections of a store. Resolves when that is
 * done, or after 6 s without a server: it continues to try, so that a station can start and report what it waits for.
 *
 * @throws {StartError} when the server answers but cannot be used.
 */
export async function openCollections(
  url: string,
  schemas: readonly CollectionSchema[],
  { order = 'none' }: { readonly order?: CallOrder } = {},
): Promise<Collections> {
  const name = withoutPassword(url)
  const { client, session, beginPreparing, isPrepared: isWholePrepared, close } = shareClient(url, order)
  const db = client.db(databaseName(url))
  const closing = new AbortController()
  const engine = `MongoDB at ${name}`
  const isKnownToBeAway = isAwaitedFor(engine, FIRST_MS)
  let wait: EngineWait | undefined = waitForEngine(engine)
  let trouble: unknown = new Error('not connected yet')
  let isPrepared = false
  const donePreparing = beginPreparing()
  let isStarting = true

  async function prepare(): Promise<void> {
    // Connect in each try: the driver connects by itself only once, and never tries again if that fails.
    await client.connect()
    await checkServer(db, name)
    await migrate(db, name)
    for (const schema of schemas) await ensureCollection(db, schema)
    isPrepared = true
    donePreparing()
    noMoreWait()
  }

  function isAway(reason: unknown): void {
    if (wait === undefined && !closing.signal.aborted) {
      wait = waitForEngine(engine)
      if (isPrepared) void untilBack()
    }
    wait?.because(reason)
  }

  /** Pings an unavailable server, so that the wait for it also ends if no call uses it meanwhile. */
  async function untilBack(): Promise<void> {
    for (let waitMs = RETRY_MS_MIN; wait !== undefined; waitMs = Math.min(waitMs * 2, RETRY_MS_MAX)) {
      try {
        await withinTime(db.command({ ping: 1 }), ANSWER_MS, late)
        noMoreWait()
      } catch (error) {
        wait?.because(error)
        await sleepUnless(closing.signal, waitMs)
      }
    }
  }

  function noMoreWait(): void {
    wait?.over()
    wait = undefined
  }

  /** Rejects when the start is refused. After the start, it retries after every error, because an operator may repair the server. */
  async function prepareUntilDone(): Promise<void> {
    for (let waitMs = RETRY_MS_MIN; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, RETRY_MS_MAX)) {
      try {
        await withinTime(prepare(), PREPARE_MS, late)
        return
      } catch (error) {
        trouble = error
        isAway(error)
        const refusal = toStartError(error, name)
        if (isStarting && refusal !== undefined) throw refusal
        await sleepUnless(closing.signal, waitMs)
      }
    }
  }

  async function closeAll(): Promise<void> {
    closing.abort()
    noMoreWait()
    donePreparing()
    await close()
    await preparing.catch(() => undefined)
  }

  const preparing = prepareUntilDone()
  try {
    await Promise.race([preparing, sleepUnless(closing.signal, isKnownToBeAway ? 0 : FIRST_MS)])
  } catch (error) {
    await closeAll()
    throw error
  }
  isStarting = false

  return {
    client,
    db,
    collection: (collectionName) => db.collection(collectionName),
    inOrder: () => (session === undefined ? {} : { session, batchSize: REPLY_MAX }),
    async use(work) {
      if (!isPrepared) {
        throw new UnavailableError(`Cannot use MongoDB at ${name}: ${messageOf(trouble)}`, { cause: trouble })
      }
      try {
        return await withinTime(work(), ANSWER_MS, late)
      } catch (error) {
        const told = toUnavailable(error, name)
        if (told instanceof UnavailableError && told !== error) isAway(error)
        throw told
      }
    },
    isWholePrepared,
    close: closeAll,
  }
}
