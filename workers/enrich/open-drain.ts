import { sleepUnless } from '#lib/time/sleep-unless.ts'
import type { StreamEntry, StreamReader } from '#lib/stream-log/stream-log.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** What draining a stream needs. */
export interface DrainOptions {
  readonly stream: StreamReader
  /**
   * Functions that process a batch, one for each concurrent batch: while one waits for the bus, the next batch is read and
   * enriched. They reject when the batch must be tried again.
   */
  readonly relays: readonly ((entries: readonly StreamEntry[]) => Promise<void>)[]
  readonly batchMax: number
  readonly reclaimIdleMs: number
  readonly retentionMs: number
  readonly log: Logger
}

/** A stream that is being drained. */
export interface Drain {
  /** Waits for the batches in progress, then stops. */
  stop(): Promise<void>
  /** The error of the last batch; undefined when it succeeded. */
  trouble(): unknown
}

const WAIT_MS = 250
const TRIM_EVERY_MS = 30_000
const RECLAIM_EVERY_MS = 5_000
const BACKOFF_MS_MIN = 100
const BACKOFF_MS_MAX = 5_000

/**
 * Starts draining a stream: first entries of silent workers, then new ones. While the bus is down it keeps its batches and
 * tries again; the stream keeps the other entries.
 */
export function openDrain({
  stream,
  relays,
  batchMax,
  reclaimIdleMs,
  retentionMs,
  log,
}: DrainOptions): Drain {
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
        if (trouble === undefined) log.warn('cannot drain, will try again', { error })
        trouble = error
        await sleepUnless(stopping.signal, backoffMs)
      }
    }
  }

  let reclaimedAt = 0
  let trimmedAt = Date.now()
  // Tokens of the batches in progress: while the bus is unavailable, our own entries look like those of a silent worker.
  const inHand = new Set<string>()

  async function reclaim(): Promise<StreamEntry[]> {
    const now = Date.now()
    if (now - reclaimedAt < RECLAIM_EVERY_MS) return []
    reclaimedAt = now
    // Copy the set before the call: a batch that ends meanwhile was in progress at the call.
    const ours = new Set(inHand)
    const left = await stream.reclaim(reclaimIdleMs, batchMax)
    // A full batch: there may be more.
    if (left.length === batchMax) reclaimedAt = 0
    return left.filter(({ token }) => !ours.has(token))
  }

  async function trim(): Promise<void> {
    const now = Date.now()
    if (now - trimmedAt < TRIM_EVERY_MS) return
    trimmedAt = now
    await stream.trim(retentionMs)
  }

  async function loop(relay: DrainOptions['relays'][number]): Promise<void> {
    while (!stopping.signal.aborted) {
      await persist(async () => {
        const left = await reclaim()
        await trim()
        const entries = left.length > 0 ? left : await stream.take(batchMax, WAIT_MS)
        if (entries.length === 0) return
        for (const { token } of entries) inHand.add(token)
        await persist(() => relay(entries))
        for (const { token } of entries) inHand.delete(token)
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
