import { readFileSync } from 'node:fs'
import { runCommand } from '../tests/engines/run-command.ts'
import type { Bench } from './bench.ts'
import { load } from './load.ts'
import { startBenchTracker } from './start-bench-tracker.ts'
import { BATCH, BATCH_PATH, BY_BATCHES } from './tracker-loads.ts'

const EVENTS = 10_000_000
const SECONDS = 5
const KIB = 1_024
const MILLION = 1_000_000
// Share of the events that is not measured, because the heap still grows to its size.
const WARM_SHARE = 0.1

interface Sample {
  readonly events: number
  readonly rssMib: number
}

/** Growth of a tracker's memory per event that it takes. */
export const trackerMemory: Bench = {
  name: 'tracker-memory',
  about: 'MiB that a tracker grows by per million events, over ten million in batches of 100',
  async measure() {
    await using tracker = await startBenchTracker()
    const samples: Sample[] = []
    let events = 0
    while (events < EVENTS) {
      const { requests, errors } = await load(tracker.url + BATCH_PATH, { ...BY_BATCHES, seconds: SECONDS })
      if (errors > 0) throw new Error(`Cannot measure memory: ${errors} of ${requests} batches were refused`)
      events += requests * BATCH
      samples.push({ events, rssMib: rssMib(tracker.pid) })
      // Instead of workers: otherwise the stream becomes full.
      await runCommand(['redis-cli', '-p', String(tracker.redisPort), 'XTRIM', 'push:events', 'MAXLEN', '0'])
      console.error(
        `  ${(events / MILLION).toFixed(1)} of ${EVENTS / MILLION} million, ${samples.at(-1)?.rssMib.toFixed(0)} MiB`,
      )
    }
    const settled = samples.filter((sample) => sample.events >= EVENTS * WARM_SHARE)
    const rss = settled.map((sample) => sample.rssMib)
    return [
      {
        name: 'growth of the tracker',
        unit: 'MiB per million events',
        value: slope(settled) * MILLION,
        peers: [],
        note: `limit 1; least squares over ${settled.length} looks; resident ${Math.min(...rss).toFixed(0)} to ${Math.max(...rss).toFixed(0)} MiB, ${rss.at(-1)?.toFixed(0)} at the end of ${events} events`,
      },
    ]
  },
}

function rssMib(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / KIB
}

/** MiB per event, by least squares. */
function slope(samples: readonly Sample[]): number {
  const mean = (read: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + read(sample), 0) / samples.length
  const [events, rss] = [mean((sample) => sample.events), mean((sample) => sample.rssMib)]
  const over = samples.reduce((sum, sample) => sum + (sample.events - events) * (sample.rssMib - rss), 0)
  return over / samples.reduce((sum, sample) => sum + (sample.events - events) ** 2, 0)
}
