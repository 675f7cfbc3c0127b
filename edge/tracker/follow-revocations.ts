import { askRevokedKeys } from '#lib/service-client/revoked-keys.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { sleepUnless } from '#lib/time/sleep-unless.ts'

/** The device keys that were revoked, as far as this tracker knows. */
export interface Revocations {
  /** True when a key proves nothing any more. */
  isRevoked(keyId: string): boolean
  /** Asks accounts no more. */
  stop(): Promise<void>
}

/** Who is asked, and how often. */
export interface RevocationsOptions {
  readonly accounts: ServiceClient
  readonly refreshMs: number
  readonly log: Logger
  readonly metrics: Metrics
}

const ANSWER_MS = 10_000
const PATIENCE_MS = 3_000
const RETRY_MS = 1_000

/**
 * Follows the list of revoked device keys. Resolves when it was read once, or after 3 s at most without that: a tracker
 * starts, and goes on with what it knows, while accounts is away.
 */
export async function followRevocations(options: RevocationsOptions): Promise<Revocations> {
  const { accounts, refreshMs, log, metrics } = options
  const stopping = new AbortController()
  const timesRevoked = new Map<string, number>()
  let since: string | undefined
  let refreshedAt = Date.now()
  let isAway = false

  metrics.gauge(
    'push_tracker_revocations_age_seconds',
    'Seconds since the list of revoked device keys was read; since the start while it never was',
    [],
    (gauge) => gauge.set((Date.now() - refreshedAt) / 1_000),
  )

  async function readNew(): Promise<void> {
    for (;;) {
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(ANSWER_MS)])
      const { items, next } = await askRevokedKeys(accounts, { since, signal })
      for (const { key_id: keyId, revoked_at: time } of items) timesRevoked.set(keyId, Date.parse(time))
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
        log.warn('revoked keys not refreshed, going on with those known', { known: timesRevoked.size, error })
      }
      isAway = true
      return
    }
    if (isAway) log.info('revoked keys refreshed again', { known: timesRevoked.size })
    isAway = false
    refreshedAt = Date.now()
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
    isRevoked(keyId) {
      const time = timesRevoked.get(keyId)
      // The key that was rotated away is listed before its end.
      return time !== undefined && time <= Date.now()
    },
    async stop() {
      stopping.abort()
      await following
    },
  }
}
