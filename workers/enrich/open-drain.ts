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
  // Tokens of the batches in hand: a bus that is away makes us look silent to ourselves.
  const inHand = new Set<string>()

  async function reclaim(): Promise<StreamEntry[]> {
    const now = Date.now()
    if (now - reclaimedAt < RECLAIM_EVERY_MS) return []
    reclaimedAt = now
    // As it stood before: a batch that is done meanwhile was in hand when it was asked for.
    const ours = new Set(inHand)
    const left = await stream.reclaim(reclaimIdleMs, batchMax)
    // A full batch of them: there may be more.
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
