import type { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { StationName } from '#lib/station/station-names.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { sleepUnless } from '#lib/time/sleep-unless.ts'

/** A page of a list that only grows. `next` is the cursor to continue, also on the last page. */
export interface ListPage<Item> {
  readonly items: readonly Item[]
  readonly next: string
}

/** A list of another station that this station follows. */
export interface FollowedList {
  /** True after it was read completely for the first time. */
  isRead(): boolean
  /** Stops the requests. */
  stop(): Promise<void>
}

/** Options of `followList()`. */
export interface FollowOptions<Item> {
  /** A client of the station that has the list; `path` answers `?since=` with a page. */
  readonly service: ServiceClient
  readonly path: string
  /** The schema of a page; an answer that does not match counts as no answer. */
  readonly page: z.ZodType<ListPage<Item>>
  /** Applies one item, in the order of the list. If a page fails half-way, its items are applied again. */
  readonly apply: (item: Item) => void
  readonly refreshMs: number
  /** The name of the list in logs and metrics, such as `revoked_keys`. */
  readonly name: string
  /** The station that follows the list. */
  readonly station: StationName
  readonly log: Logger
  readonly metrics: Metrics
}

const ANSWER_MS = 10_000
const PATIENCE_MS = 3_000
const RETRY_MS = 1_000
const SECOND_MS = 1_000

/**
 * Follows a list of another station: it reads the whole list, then new items every `refreshMs`, or every second while there is no
 * answer. It resolves after the first complete read, or after 3 s without one, so that a station can start with known items
 * while the other is away. It never rejects. It logs one line when the other goes away and one when it is back. The metric
 * `push_list_read_timestamp_seconds{list,station}` is the time of the last complete read.
 *
 *     const revoked = new Set<string>()
 *     const list = await followList({
 *       service: openServiceClient({ keys, service: 'matching', audience: 'accounts', url }),
 *       path: '/accounts/revoked-keys', page: revokedKeysSchema, apply: ({ key_id }) => revoked.add(key_id),
 *       refreshMs: 15_000, name: 'revoked_keys', station: 'matching', log, metrics,
 *     })
 */
export async function followList<Item>(options: FollowOptions<Item>): Promise<FollowedList> {
  const { apply, refreshMs, name, station, log } = options
  const stopping = new AbortController()
  let since: string | undefined
  let isRead = false
  let isAway = false

  const readAt = options.metrics.gauge(
    'push_list_read_timestamp_seconds',
    'Time of the last complete read of a list of another station, in seconds since 1970; the time of the start before the first one',
    ['list', 'station'],
  )
  const noteTime = () => readAt.set({ list: name, station }, Date.now() / SECOND_MS)
  noteTime()

  async function readNew(): Promise<void> {
    for (;;) {
      const { items, next } = await askPage(options, since, stopping.signal)
      for (const item of items) apply(item)
      if (items.length === 0 || next === since) return
      since = next
    }
  }

  async function refresh(): Promise<void> {
    try {
      await readNew()
    } catch (error) {
      // Logs once each time it goes away; the metric shows for how long.
      if (!isAway && !stopping.signal.aborted) {
        log.warn('cannot refresh the list, using known items', { list: name, error })
      }
      isAway = true
      return
    }
    if (isAway) log.info('the list is refreshed again', { list: name })
    isAway = false
    isRead = true
    noteTime()
  }

  async function goOn(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleepUnless(stopping.signal, isAway ? Math.min(RETRY_MS, refreshMs) : refreshMs)
      if (!stopping.signal.aborted) await refresh()
    }
  }

  const first = refresh()
  const following = first.then(goOn)
  const waiting = new AbortController()
  await Promise.race([first, sleepUnless(waiting.signal, PATIENCE_MS)])
  waiting.abort()

  return {
    isRead: () => isRead,
    async stop() {
      stopping.abort()
      await following
    },
  }
}

async function askPage<Item>(
  { service, path, page }: FollowOptions<Item>,
  since: string | undefined,
  stopped: AbortSignal,
): Promise<ListPage<Item>> {
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_MS)])
  const response = await service.call(`${path}${query}`, { signal })
  if (response.status !== 200) {
    throw new UnavailableError(`Cannot read the list "${path}": the station answered ${response.status}`)
  }
  return page.parse(await response.json())
}
