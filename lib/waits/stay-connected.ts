import { sleepUnless } from '#lib/time/sleep-unless.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** A connection that is made as soon as it can be. */
export interface Connection {
  /** @throws {UnavailableError} while it is not made. */
  check(): Promise<void>
  /** Resolves when it is made. */
  readonly made: Promise<void>
  close(): Promise<void>
}

/** What to connect. */
export interface ConnectionOptions {
  readonly name: string
  readonly log: Logger | undefined
  readonly connect: () => Promise<void>
  readonly disconnect: () => Promise<void>
}

const FIRST_MS = 5_000
const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 5_000

/**
 * Connects, and goes on trying until it works; resolves when connected, or after 5 s without success, so that a station can
 * start and say what it waits for.
 *
 * @throws {StartError} when the brokers are there and refuse us.
 */
export async function stayConnected({
  name,
  log,
  connect,
  disconnect,
}: ConnectionOptions): Promise<Connection> {
  const closing = new AbortController()
  let trouble: unknown = new Error('not connected yet')
  const made = Promise.withResolvers<void>()
  const refused = Promise.withResolvers<never>()
  refused.promise.catch(() => undefined)

  async function tryUntilMade(): Promise<void> {
    for (let waitMs = RETRY_MS_MIN; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, RETRY_MS_MAX)) {
      try {
        await connect()
        trouble = undefined
        made.resolve()
        return
      } catch (error) {
        trouble = error
        if (isRefusal(error)) refused.reject(refusal(error, name))
        log?.warn('kafka is not there, trying again', { kafka: name, error })
        await sleepUnless(closing.signal, waitMs)
      }
    }
  }

  const trying = tryUntilMade()
  await Promise.race([made.promise, refused.promise, Bun.sleep(FIRST_MS)]).catch(async (error: unknown) => {
    closing.abort()
    await trying
    throw error
  })

  return {
    made: made.promise,
    check: () =>
      trouble === undefined
        ? Promise.resolve()
        : Promise.reject(
            new UnavailableError(`Cannot reach Kafka at ${name}: ${messageOf(trouble)}`, { cause: trouble }),
          ),
    async close() {
      closing.abort()
      await trying
      await disconnect()
    },
  }
}

function isRefusal(error: unknown): boolean {
  return /SASL|authenticat|authoriz|unsupported version|ssl|tls/iu.test(messageOf(error))
}

function refusal(error: unknown, name: string): StartError {
  return new StartError(
    `Cannot use Kafka at ${name}: ${messageOf(error)}`,
    'Check user, password, mechanism and tls in BUS_URL (kafka://user:password@host:port?tls=true&mechanism=scram-sha-512), and that this user may make, read and write topics.',
    { cause: error },
  )
}
