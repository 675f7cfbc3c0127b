import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { BusReaderOptions, RecordBatch } from '#lib/event-bus/event-bus.ts'
import { LOOK_MS } from '#lib/event-bus/sqlite/group-places.ts'
import type { Place, Places } from '#lib/event-bus/sqlite/places.ts'
import type { Log } from '#lib/sqlite/log.ts'
import { createWaker } from '#lib/sqlite/waker.ts'

const BATCH_MAX = 500
const BACKOFF_MIN_MS = 100
const BACKOFF_MAX_MS = 5_000

/** Hands batches of a reader's partitions to its handler: different partitions in parallel, each partition strictly in order. */
export interface Dispatcher {
  /** Resolves when it is stopped and all batches in progress are finished. */
  readonly run: (handle: (batch: RecordBatch) => Promise<void>) => Promise<void>
  readonly pause: () => void
  readonly resume: () => void
  /** Checks for records now. */
  readonly look: () => void
  readonly stop: () => void
}

/** A failed batch, and when the same records are handed out again. */
interface Failure {
  readonly offset: number
  readonly records: number
  readonly waitMs: number
  readonly dueAt: number
}

/** The dispatcher of one reader. */
export function createDispatcher(
  log: Log,
  places: Places,
  { batchMax = BATCH_MAX }: Pick<BusReaderOptions, 'batchMax'>,
): Dispatcher {
  const waker = createWaker()
  const inHand = new Set<number>()
  const failures = new Map<number, Failure>()
  let isPaused = false
  const stopping = new AbortController()

  async function run(handle: (batch: RecordBatch) => Promise<void>): Promise<void> {
    const stopListening = log.listen(waker.wake)
    try {
      while (!stopping.signal.aborted) {
        await handOut(handle)
        await waker.sleep(LOOK_MS)
      }
      // Keep the leases until the last batch is done: otherwise another member would get it too.
      while (inHand.size > 0) {
        await keepPlaces()
        await waker.sleep(LOOK_MS)
      }
    } finally {
      stopListening()
    }
  }

  async function handOut(handle: (batch: RecordBatch) => Promise<void>): Promise<void> {
    await keepPlaces()
    if (isPaused || stopping.signal.aborted) return
    try {
      for (const place of places.withRecords()) if (!inHand.has(place.slot)) begin(place, handle)
    } catch (error) {
      retryLater(error)
    }
  }

  async function keepPlaces(): Promise<void> {
    try {
      await places.keep(inHand)
    } catch (error) {
      retryLater(error)
    }
  }

  function begin(place: Place, handle: (batch: RecordBatch) => Promise<void>): void {
    const { slot, topic, partition, offset } = place
    const failure = failures.get(slot)
    const failed = failure?.offset === offset ? failure : undefined
    if (failed !== undefined && failed.dueAt > performance.now()) return
    const records = log.read(slot, offset, failed?.records ?? batchMax).map((record) => ({
      topic,
      partition,
      offset: record.offset,
      timestamp: record.time,
      key: record.key,
      value: record.value,
    }))
    if (records.length === 0) return
    inHand.add(slot)
    // work() never rejects, and `inHand` shows when it has ended.
    void work(place, { topic, partition, records }, handle)
  }

  async function work(
    place: Place,
    batch: RecordBatch,
    handle: (batch: RecordBatch) => Promise<void>,
  ): Promise<void> {
    const { slot, offset } = place
    try {
      await handle(batch)
      await places.commit(place, (batch.records.at(-1)?.offset ?? offset) + 1)
      failures.delete(slot)
    } catch {
      // The owner of the handler logs the reason; here it only means that the records come again.
      const before = failures.get(slot)
      const waitMs = before?.offset === offset ? Math.min(before.waitMs * 2, BACKOFF_MAX_MS) : BACKOFF_MIN_MS
      failures.set(slot, { offset, records: batch.records.length, waitMs, dueAt: performance.now() + waitMs })
    } finally {
      inHand.delete(slot)
      waker.wake()
    }
  }

  function retryLater(error: unknown): void {
    // The loop tries again; meanwhile the lag and the publishers show that the file cannot be used.
    if (!(error instanceof UnavailableError)) throw error
  }

  return {
    run,
    pause() {
      isPaused = true
    },
    resume() {
      isPaused = false
      waker.wake()
    },
    look: waker.wake,
    stop() {
      stopping.abort()
      waker.wake()
    },
  }
}
