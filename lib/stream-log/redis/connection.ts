import { CONNECT_MS, newClient, type RedisClient } from './client.ts'
import { withoutPassword } from '#lib/config/read-config.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { isAwaitedFor, waitForEngine, type EngineWait } from '#lib/waits/engine-waits.ts'
import { withinTime } from '#lib/time/within-time.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { ensureGroups } from './ensure-groups.ts'
import { checkServer } from './check-server.ts'
import { recountGroup } from './recount-group.ts'
import { streamOf } from './stream-of.ts'

/** A connection to one Redis that reconnects by itself. */
export interface RedisConnection {
  readonly client: RedisClient
  /** The key of the stream. */
  readonly stream: string
  /** The URL without its password, for messages. */
  readonly name: string
  /**
   * Runs work on the connection.
   *
   * @throws {UnavailableError} when Redis is unavailable, does not answer in time or refuses.
   */
  readonly use: <Result>(work: (client: RedisClient) => Promise<Result>) => Promise<Result>
  /** Rejects with the reason when the connection cannot be used now. */
  check(): Promise<void>
  close(): Promise<void>
}

/** How to connect. */
export interface ConnectionOptions {
  readonly log?: Logger | undefined
  /** Groups that must exist before anything is appended. */
  readonly groups: readonly string[]
  /** Whether to correct the read counts of these groups after a restart of the server, see `recountGroup()`. */
  readonly isCounting?: boolean
  /** Whether to refuse the start when the server has unsafe settings. */
  readonly isStrict?: boolean | undefined
  /** Maximum time for an answer, in milliseconds; after that the call fails. */
  readonly answerMs?: number | undefined
}

const ANSWER_MS = 5_000

/**
 * Connects to a Redis. While Redis is unavailable, the connection keeps trying; every use is refused, and `check()` rejects.
 *
 * @throws {StartError} when Redis is available but unusable: wrong password, too old, or missing permissions.
 */
export async function openConnection(
  url: string,
  { log, groups, isCounting = false, isStrict = false, answerMs = ANSWER_MS }: ConnectionOptions,
): Promise<RedisConnection> {
  const name = withoutPassword(url)
  const { address, stream } = streamOf(url)
  const client = newClient(address)
  const engine = `Redis at ${name}`
  const isKnownToBeAway = isAwaitedFor(engine, CONNECT_MS)
  let wait: EngineWait | undefined = waitForEngine(engine)
  let trouble: unknown = new Error('not connected yet')
  let prepared: Promise<void> | undefined
  let isClosed = false

  function isAway(error: unknown): void {
    trouble = error
    if (!isClosed) wait ??= waitForEngine(engine)
    wait?.because(error)
  }

  function noMoreWait(): void {
    wait?.over()
    wait = undefined
  }

  async function prepare(): Promise<void> {
    for (const warning of await checkServer(client, { name, isStrict })) log?.warn(warning, { redis: name })
    await ensureGroups(client, stream, groups)
    if (isCounting) for (const group of groups) await recountGroup(client, { stream, group })
    trouble = undefined
    noMoreWait()
  }

  client.on('error', isAway)
  client.on('ready', () => {
    // While it was unavailable, Redis may have lost its data or changed its settings: check both each time.
    prepared = prepare()
    prepared.catch(isAway)
  })
  // Resolves when connected; rejects when closed before that.
  const connecting = client.connect().catch((error: unknown) => {
    trouble = error
  })
  await Promise.race([connecting, Bun.sleep(isKnownToBeAway ? 0 : CONNECT_MS)])
  if (prepared === undefined) {
    if (isRefusal(trouble)) throw await closed(refusal(trouble, name))
  } else {
    await prepared.catch(async (error: unknown) => {
      throw await closed(error instanceof StartError ? error : refusal(error, name))
    })
  }

  async function closed(error: StartError): Promise<StartError> {
    isClosed = true
    noMoreWait()
    client.destroy()
    return error
  }

  async function use<Result>(work: (client: RedisClient) => Promise<Result>): Promise<Result> {
    try {
      if (!client.isReady) throw trouble ?? new Error('not connected')
      return await withinTime(
        (prepared ?? Promise.resolve()).then(() => work(client)),
        answerMs,
      )
    } catch (error) {
      throw new UnavailableError(`Cannot use Redis at ${name}: ${messageOf(error)}`, { cause: error })
    }
  }

  return {
    client,
    stream,
    name,
    use,
    check: () => use(async (ready) => void (await ready.ping())),
    async close() {
      isClosed = true
      noMoreWait()
      // close() waits for open answers; a server that does not answer in time is disconnected.
      if (client.isReady) await withinTime(client.close(), answerMs).catch(() => client.destroy())
      else client.destroy()
    },
  }
}

function isRefusal(error: unknown): boolean {
  return /WRONGPASS|NOAUTH|NOPERM|invalid username-password/u.test(messageOf(error))
}

function refusal(error: unknown, name: string): StartError {
  return new StartError(
    `Cannot use Redis at ${name}: ${messageOf(error)}`,
    'Check user and password in STREAM_URLS (redis://user:password@host:port), and that this user may use streams and scripts.',
    { cause: error },
  )
}
