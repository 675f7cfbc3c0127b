import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { allPartitions } from '#lib/event-bus/sqlite/open-topics.ts'
import { topicNamed } from '#lib/event-bus/topics.ts'
import type { Log } from '#lib/sqlite/log.ts'

const EVERY_MS = 60_000
const SLICE = 1_000
const SLICES_MAX = 2_000

/** Removes records that outlived their topic's retention, now and then, beside the publishing. */
export interface Retention {
  /** Begins a sweep when the last one is a minute ago. */
  due(): void
  /** Ends a sweep under way. */
  stop(): Promise<void>
}

/** The retention of all topics in a log. */
export function createRetention(log: Log): Retention {
  let dueAt = 0
  const stopping = new AbortController()
  let sweeping: Promise<void> = Promise.resolve()

  async function sweep(): Promise<void> {
    let slices = 0
    for (const { slot, topic } of allPartitions(log)) {
      const expired = Date.now() - topicNamed(topic).retentionMs
      let removed = SLICE
      while (removed === SLICE && slices < SLICES_MAX && !stopping.signal.aborted) {
        removed = await log.trim(slot, expired, SLICE)
        slices += 1
      }
    }
  }

  async function sweepOrWait(): Promise<void> {
    try {
      await sweep()
    } catch (error) {
      // Publishers hear of it by their own records; the next sweep is a minute away.
      if (!(error instanceof UnavailableError)) throw error
    }
  }

  return {
    due() {
      if (performance.now() < dueAt || stopping.signal.aborted) return
      dueAt = performance.now() + EVERY_MS
      sweeping = sweepOrWait()
    },
    async stop() {
      stopping.abort()
      await sweeping
    },
  }
}
