import type { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { StationName } from '#lib/station/station-names.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { sleepUnless } from '#lib/time/sleep-unless.ts'

/** A page of a list that only grows; `next` is where to go on, also after the last. */
export interface ListPage<Item> {
  readonly items: readonly Item[]
  readonly next: string
}

/** A list of another station that is being followed. */
export interface FollowedList {
  /** True once it was read to its end. */
  isRead(): boolean
  /** Asks no more. */
  stop(): Promise<void>
}

/** Which list, who follows it, and what becomes of its items. */
export interface FollowOptions<Item> {
  /** The station that has it, and the path that answers `?since=` with a page. */
  readonly service: ServiceClient
  readonly path: string
  /** What a page looks like; one that looks otherwise counts as no answer. */
  readonly page: z.ZodType<ListPage<Item>>
  /** Takes over one item. They come in the order of the list; the ones of a page again where the page failed half-way. */
  readonly apply: (item: Item) => void
  readonly refreshMs: number
  /** What the list is called in the log and in metrics, such as `revoked_keys`. */
  readonly name: string
  /** Who follows. */
  readonly station: StationName
  readonly log: Logger
  readonly metrics: Metrics
}

const ANSWER_MS = 10_000
const PATIENCE_MS = 3_000
const RETRY_MS = 1_000
const SECOND_MS = 1_000

/**
 * Follows a list of another station: reads it from the beginning, then every `refreshMs` what is new, each second while
 * there is no answer. Resolves when it was read once, or after 3 s without that: a station starts, and goes on with what it
 * knows, while the other is away. Never rejects. One line in the log says that it is away, one that it is back; the metric
 * `push_list_read_timestamp_seconds{list,station}` says when it was last read to its end.
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
    'When a list of another station was last read to its end, in seconds since 1970; the start while it never was',
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
      // Once for each time it goes away; the metric tells for how long.
      if (!isAway && !stopping.signal.aborted) {
        log.warn('list not refreshed, going on with what is known', { list: name, error })
      }
      isAway = true
      return
    }
    if (isAway) log.info('list refreshed again', { list: name })
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
    throw new UnavailableError(`Cannot read the list "${path}": the answer was ${response.status}`)
  }
  return page.parse(await response.json())
}
