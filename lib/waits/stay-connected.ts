import { messageOf } from '#lib/errors/message-of.ts'
import type { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { sleepUnless } from '#lib/time/sleep-unless.ts'
import { isAwaitedFor, waitForEngine } from '#lib/waits/engine-waits.ts'

/** A connection that is made as soon as its engine is available. */
export interface Connection {
  /** @throws {UnavailableError} until it is made. */
  check(): Promise<void>
  /** Resolves when it is made. */
  readonly made: Promise<void>
  close(): Promise<void>
}

/** What to connect. */
export interface ConnectionOptions {
  /** What it is and where, without a password: `Kafka at one:9092,two:9092`. */
  readonly engine: string
  readonly connect: () => Promise<void>
  readonly disconnect: () => Promise<void>
  /** Why an available engine cannot be used with this configuration; undefined when waiting may help. */
  readonly refusalOf: (error: unknown) => StartError | undefined
}

const FIRST_MS = 5_000
const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 5_000
const LEAVE_MS = 300

/**
 * Connects, and retries until it works. Resolves when connected, or after 5 s without success, so that a station can start and
 * say what it waits for.
 *
 * @throws {StartError} when the engine is available but refuses us.
 */
export async function stayConnected(options: ConnectionOptions): Promise<Connection> {
  const { engine, connect, disconnect, refusalOf } = options
  const closing = new AbortController()
  const isKnownToBeAway = isAwaitedFor(engine, FIRST_MS)
  const wait = waitForEngine(engine)
  let trouble: unknown = new Error('not connected yet')
  const made = Promise.withResolvers<void>()
  const refused = Promise.withResolvers<never>()
  refused.promise.catch(() => undefined)

  async function tryUntilMade(): Promise<void> {
    for (let waitMs = RETRY_MS_MIN; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, RETRY_MS_MAX)) {
      try {
        await connect()
        trouble = undefined
        wait.over()
        made.resolve()
        return
      } catch (error) {
        trouble = error
        wait.because(error)
        const refusal = refusalOf(error)
        if (refusal !== undefined) refused.reject(refusal)
        await sleepUnless(closing.signal, waitMs)
      }
    }
  }

  const trying = tryUntilMade()
  const patience = Bun.sleep(isKnownToBeAway ? 0 : FIRST_MS)
  await Promise.race([made.promise, refused.promise, patience]).catch(async (error: unknown) => {
    closing.abort()
    wait.over()
    await trying
    throw error
  })

  return {
    made: made.promise,
    check: () =>
      trouble === undefined
        ? Promise.resolve()
        : Promise.reject(
            new UnavailableError(`Cannot reach ${engine}: ${messageOf(trouble)}`, { cause: trouble }),
          ),
    async close() {
      closing.abort()
      wait.over()
      // A connect of a driver cannot be cancelled.
      await Promise.race([trying, Bun.sleep(LEAVE_MS)])
      await disconnect()
    },
  }
}
