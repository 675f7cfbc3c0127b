import { sleepUnless } from '#lib/time/sleep-unless.ts'
import type { StreamEntry, StreamReader } from '#lib/stream-log/stream-log.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** How a stream is drained. */
export interface DrainOptions {
  readonly stream: StreamReader
  /**
   * What takes a batch all the way, one for each batch in hand: while one waits for the bus, the next is read and enriched.
   * They reject when the batch must be tried again.
   */
  readonly relays: readonly ((entries: readonly StreamEntry[]) => Promise<void>)[]
  readonly batchMax: number
  readonly reclaimIdleMs: number
  readonly retentionMs: number
  readonly log: Logger
}

/** A stream being drained. */
export interface Drain {
  /** Finishes the batches in hand. */
  stop(): Promise<void>
  /** Why the last batch did not get through; undefined when it did. */
  trouble(): unknown
}

const WAIT_MS = 250
const TRIM_EVERY_MS = 30_000
const RECLAIM_EVERY_MS = 5_000
const BACKOFF_MS_MIN = 100
const BACKOFF_MS_MAX = 5_000

/**
 * Drains a stream until stopped: entries of silent workers first, then new ones. While the bus is down it holds its batch
 * and tries again; the stream keeps the rest.
 */
export function drain({ stream, relays, batchMax, reclaimIdleMs, retentionMs, log }: DrainOptions): Drain {
  const stopping = new AbortController()
  let trouble: unknown

  async function persist(work: () => Promise<void>): Promise<void> {
    for (
      let backoffMs = BACKOFF_MS_MIN;
      !stopping.signal.aborted;
      backoffMs = Math.min(backoffMs * 2, BACKOFF_MS_MAX)
    ) {
      try {
        await work()
        if (trouble !== undefined) log.info('draining again')
        trouble = undefined
        return
      } catch (error) {
        if (trouble === undefined) log.warn('cannot drain, trying again', { error })
        trouble = error
        await sleepUnless(stopping.signal, backoffMs)
      }
    }
  }

  let reclaimedAt = 0
  let trimmedAt = Date.now()

  async function loop(relay: DrainOptions['relays'][number]): Promise<void> {
    while (!stopping.signal.aborted) {
      await persist(async () => {
        const now = Date.now()
        const isReclaiming = now - reclaimedAt >= RECLAIM_EVERY_MS
        if (isReclaiming) reclaimedAt = now
        const left = isReclaiming ? await stream.reclaim(reclaimIdleMs, batchMax) : []
        // A full batch of them: there may be more.
        if (left.length === batchMax) reclaimedAt = 0
        if (now - trimmedAt >= TRIM_EVERY_MS) {
          trimmedAt = now
          await stream.trim(retentionMs)
        }
        const entries = left.length > 0 ? left : await stream.take(batchMax, WAIT_MS)
        if (entries.length > 0) await persist(() => relay(entries))
      })
    }
  }

  const running = Promise.all(relays.map(loop))
  return {
    async stop() {
      stopping.abort()
      await running
    },
    trouble: () => trouble,
  }
}
