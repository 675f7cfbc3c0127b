import { fileURLToPath } from 'node:url'
import { runCommand } from '../tests/engines/run-command.ts'
import type { Bench } from './bench.ts'
import { load } from './load.ts'
import { startBareServer } from './start-bare-server.ts'
import { startBenchTracker } from './start-bench-tracker.ts'
import { ONE_EVENT } from './tracker-loads.ts'

const AUTOCANNON = fileURLToPath(import.meta.resolve('autocannon'))
const WARM_SECONDS = 3
const SECONDS = 20
const HALF = 0.5

/** How long an answer takes while calls come at half of the rate that the tracker can do, whether it keeps up or not. */
export const trackerLatency: Bench = {
  name: 'tracker-latency',
  about: 'p99 of durable single events while they come at half of the maximum rate, open loop',
  async measure() {
    await using tracker = await startBenchTracker()
    await using bare = await startBareServer()
    await load(tracker.url + ONE_EVENT, { seconds: WARM_SECONDS })
    const { perSecond } = await load(tracker.url + ONE_EVENT)
    const rate = Math.round(perSecond * HALF)
    const own = await openLoop(tracker.url + ONE_EVENT, rate)
    const nothing = await openLoop(bare.url + ONE_EVENT, rate)
    return [
      {
        name: `p99 at half of the maximum rate`,
        unit: 'ms',
        value: own.p99Ms,
        peers: [
          {
            name: 'bare Bun.serve, nothing kept, at that rate',
            value: nothing.p99Ms,
            note: describe(nothing),
          },
        ],
        note: `limit 10 ms; maximum ${Math.round(perSecond)}/s, asked for ${rate}/s; ${describe(own)}`,
      },
    ]
  },
}

interface Latency {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly perSecond: number
  readonly errors: number
}

function describe({ p50Ms, perSecond, errors }: Latency): string {
  return `p50 ${p50Ms} ms, ${Math.round(perSecond)}/s came about, ${errors} errors`
}

/** Calls at a fixed rate over 64 connections, by autocannon; what waits for a slow answer is counted from when it was due. */
async function openLoop(url: string, rate: number): Promise<Latency> {
  const numbers = ['-c', '64', '-R', String(rate), '-d', String(SECONDS)]
  const output = await runCommand(['node', AUTOCANNON, '-j', ...numbers, url])
  const { latency, requests, errors, non2xx } = JSON.parse(output.slice(output.indexOf('{')))
  return { p50Ms: latency.p50, p99Ms: latency.p99, perSecond: requests.average, errors: errors + non2xx }
}
