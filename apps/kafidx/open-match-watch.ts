import { z } from 'zod'
import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import { matchListSchema, type MatchList } from '#lib/service-client/match-list.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** The newest matches, read from apps/matching while there are viewers. */
export interface MatchWatch {
  watch(): {
    /** Matches since the last call, newest first; the first call gives the recent ones. */
    news(): MatchList
    end(): void
  }
}

const ASK_EVERY_MS = 1_000
const KEPT_MAX = 50
const answer = z.object({ items: matchListSchema })

/** Opens the watch. It calls matching once a second for all viewers, one call at a time, so that no older answer replaces a newer one. */
export function openMatchWatch(matching: ServiceClient, log: Logger): MatchWatch {
  let asking: NudgedLoop | undefined
  let watchers = 0
  let latest: MatchList = []

  async function ask(): Promise<void> {
    const response = await matching.call(`/matching/recent?limit=${KEPT_MAX}`)
    if (response.ok) latest = answer.parse(await response.json()).items
  }

  function startAsking(): NudgedLoop {
    const loop = openNudgedLoop({
      pass: ask,
      everyMs: ASK_EVERY_MS,
      onFailure: (error) => log.debug('cannot read matches', { error }),
    })
    loop.nudge()
    return loop
  }

  return {
    watch() {
      const seen = new Set<string>()
      watchers += 1
      asking ??= startAsking()
      return {
        news() {
          const news = latest.filter(({ id }) => !seen.has(id))
          seen.clear()
          for (const { id } of latest) seen.add(id)
          return news
        },
        end() {
          watchers -= 1
          if (watchers > 0) return
          // Do not wait for an answer in flight.
          void asking?.stop()
          asking = undefined
        },
      }
    },
  }
}
