import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { allPartitions } from '#lib/event-bus/sqlite/open-topics.ts'
import { topicNamed } from '#lib/event-bus/topics.ts'
import type { Log } from '#lib/sqlite/log.ts'

const EVERY_MS = 60_000
const SLICE = 1_000
const SLICES_MAX = 2_000

/** Removes records older than the retention of their topic. It runs from time to time, in parallel with publishing. */
export interface Retention {
  /** Starts a sweep when the last one began at least a minute ago. */
  due(): void
  /** Ends a running sweep. */
  stop(): Promise<void>
}

/** Opens the retention of all topics in a log. */
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
      // Publishers get the same error for their own records; the next sweep comes in a minute.
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
