import { benchXadd } from './bench-xadd.ts'
import type { Bench } from './bench.ts'
import { measureRates } from './measure-rate.ts'
import { startBenchTracker } from './start-bench-tracker.ts'
import { BATCH, BATCH_PATH, BY_BATCHES } from './tracker-loads.ts'

const XADD_REQUESTS = 1_000_000

/** Durable events per second in batches through one tracker: POST /v1/batch → Redis Streams with fsync → 200. */
export const trackerBatches: Bench = {
  name: 'tracker-batches',
  about: 'durable events a second through one tracker in batches of 100, 16 connections, appendfsync always',
  async measure() {
    await using tracker = await startBenchTracker()
    const url = tracker.url + BATCH_PATH
    const [own] = await measureRates([{ url, pid: tracker.pid, by: BY_BATCHES }])
    const xadd = await benchXadd(tracker.redisPort, { requests: XADD_REQUESTS, pipeline: BATCH })
    return [
      {
        name: 'durable events in batches of 100',
        unit: 'events/s',
        value: (own?.perSecond ?? 0) * BATCH,
        cpuSecondsPerEvent: (own?.cpuSecondsPerEvent ?? 0) / BATCH,
        peers: [{ name: 'redis-benchmark XADD, 64 clients, 100 in a write', value: xadd }],
        note: `a batch: p50 ${own?.p50Ms} ms, p99 ${own?.p99Ms} ms, ${own?.errors} errors; medians of five rounds`,
      },
    ]
  },
}
