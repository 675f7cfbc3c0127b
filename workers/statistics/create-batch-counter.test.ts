import { expect, test } from 'vitest'
import type { ReceivedRecord } from '#lib/event-bus/event-bus.ts'
import type { Params } from '#lib/events/event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openCounterStore } from '#lib/store/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createBatchCounter } from './create-batch-counter.ts'
import { eventCounter } from './event-counter.ts'

const MINUTE = 60_000 * 29_000_000

function aRecord(
  offset: number,
  over: { type?: string; params?: Params; replay?: string; at?: number } = {},
): ReceivedRecord {
  const { type = 'geo', params = {}, replay, at = MINUTE } = over
  const value = JSON.stringify({
    specversion: '1.0',
    id: newId(),
    source: '/tracker/local',
    type,
    time: new Date(at).toISOString(),
    replay,
    data: { params, meta: { receivedAt: at, protocol: 'get', pod: 'p' } },
  })
  return { topic: 'push.events', partition: 3, offset, key: 'k', value, timestamp: at }
}

async function aCount(url = `sqlite:${temporaryFolder()}/store.db`) {
  const store = await openCounterStore(url)
  const count = createBatchCounter(eventCounter, store)
  return {
    url,
    store,
    take: (...records: readonly ReceivedRecord[]) => count({ topic: 'push.events', partition: 3, records }),
    totals: async () => {
      const totals: Record<string, number> = {}
      for (const { key, count: more } of await store.series('event-counter', 0))
        totals[key] = (totals[key] ?? 0) + more
      return totals
    },
  }
}

test('counts by type and action, in the minute when the tracker received the event', async () => {
  const { take, store } = await aCount()
  await take(
    aRecord(0),
    aRecord(1, { at: MINUTE + 59_999 }),
    aRecord(2, { type: 'srch', params: { action: 'create' }, at: MINUTE + 60_000 }),
  )
  expect(await store.series('event-counter', 0)).toEqual([
    { minute: MINUTE, key: 'geo', count: 2 },
    { minute: MINUTE + 60_000, key: 'srch', count: 1 },
    { minute: MINUTE + 60_000, key: 'srch[create]', count: 1 },
  ])
})

test('a repeated batch, complete or partial, also after a restart, is counted once', async () => {
  const first = await aCount()
  const records = [0, 1, 2, 3].map((offset) => aRecord(offset))
  await first.take(...records.slice(0, 3))
  await first.take(...records.slice(0, 3))
  await first.store.close()
  const again = await aCount(first.url)
  await again.take(...records)
  await again.take(...records.slice(2))
  expect(await again.totals()).toEqual({ geo: 4 })
})

test('replayed records are not counted, and later records are', async () => {
  const { take, totals } = await aCount()
  await take(aRecord(0, { replay: 'run-1' }), aRecord(1, { replay: 'run-1' }))
  await take(aRecord(2))
  expect(await totals()).toEqual({ geo: 1 })
})

test('offsets may have gaps, as on a compacted or transactional log', async () => {
  const { take, totals } = await aCount()
  await take(aRecord(10))
  await take(aRecord(25))
  expect(await totals()).toEqual({ geo: 2 })
})

test('of two members that count one partition concurrently, one is refused and its batch is repeated', async () => {
  const { take, totals } = await aCount()
  const records = Array.from({ length: 15 }, (_, offset) => aRecord(offset))
  const outcomes = await Promise.allSettled([take(...records.slice(0, 10)), take(...records)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await take(...records)
  expect(await totals()).toEqual({ geo: 15 })
})
