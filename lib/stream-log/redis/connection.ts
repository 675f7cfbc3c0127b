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

/** A connection to one Redis that comes back by itself. */
export interface RedisConnection {
  readonly client: RedisClient
  /** Key of the stream. */
  readonly stream: string
  /** The URL, for messages: without its password. */
  readonly name: string
  /**
   * Runs work on the connection.
   *
   * @throws {UnavailableError} when Redis is not there, does not answer in time or refuses.
   */
  readonly use: <Result>(work: (client: RedisClient) => Promise<Result>) => Promise<Result>
  /** Rejects with the reason when it cannot be used now. */
  check(): Promise<void>
  close(): Promise<void>
}

/** How to connect. */
export interface ConnectionOptions {
  readonly log?: Logger | undefined
  /** Groups that must exist before anything is appended. */
  readonly groups: readonly string[]
  /** Whether these groups are to know how many entries they have read, also after a restart of the server. */
  readonly isCounting?: boolean
  /** Whether unsafe settings of the server keep us from starting. */
  readonly isStrict?: boolean | undefined
  /** How long an answer may take before it counts as none. */
  readonly answerMs?: number | undefined
}

const ANSWER_MS = 5_000

/**
 * Connects to a Redis. One that is away is waited for: until then every use is refused, and `check()` says so.
 *
 * @throws {StartError} when Redis is there and cannot be used as it is: wrong password, too old, no right to do what we need.
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
    // A Redis that was away may have lost its data or its settings: it is looked at anew each time.
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
      // It waits for answers that are still to come; a server that gives none is not waited for.
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
