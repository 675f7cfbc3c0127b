import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ReceivedRecord, RecordBatch } from '#lib/event-bus/event-bus.ts'
import { tryDecodeEvent } from '#lib/events/decode-event.ts'
import type { Count, CounterStore } from '#lib/store/counters.ts'
import type { CounterDeclaration } from './counter.ts'

const MINUTE_MS = 60_000

/**
 * Creates the handler that counts batches. It writes counts and offset in one transaction, and ignores records below the offset,
 * so that a batch that is repeated after a crash is counted once. It does not count replayed records.
 * It rejects with an `UnavailableError` when another member counts the same partition concurrently: the batch is repeated.
 */
export function createBatchCounter(
  counter: Pick<CounterDeclaration, 'name' | 'keysOf'>,
  store: CounterStore,
): (batch: RecordBatch) => Promise<void> {
  return async function count({ topic, partition, records }) {
    const countedTo = await store.countedTo(counter.name, topic, partition)
    const fresh = records.filter(({ offset }) => offset >= countedTo)
    const last = fresh.at(-1)
    if (last === undefined) return
    const isAdded = await store.add({
      counter: counter.name,
      topic,
      partition,
      firstOffset: countedTo,
      nextOffset: last.offset + 1,
      counts: countsOf(counter, fresh),
    })
    // Ignoring it would commit uncounted records.
    if (!isAdded) {
      throw new UnavailableError(
        `Cannot count from ${topic}:${partition}:${countedTo}: another member counted there meanwhile`,
      )
    }
  }
}

function countsOf(counter: Pick<CounterDeclaration, 'keysOf'>, records: readonly ReceivedRecord[]): Count[] {
  const counts = new Map<string, Count>()
  for (const { value } of records) {
    const event = tryDecodeEvent(value)
    if (event === undefined || event.replay !== undefined) continue
    const minute = Math.floor(event.data.meta.receivedAt / MINUTE_MS) * MINUTE_MS
    for (const key of counter.keysOf(event)) {
      const place = `${minute} ${key}`
      counts.set(place, { minute, key, count: (counts.get(place)?.count ?? 0) + 1 })
    }
  }
  return [...counts.values()]
}
