import { resolve } from 'node:path'
import type { Bench } from './bench.ts'
import { load, WARM_SECONDS, type Load } from './load.ts'
import { medianOf } from './percentile.ts'
import { startBareServer } from './start-bare-server.ts'
import { startBenchTracker } from './start-bench-tracker.ts'
import { ONE_EVENT } from './tracker-loads.ts'

const THINK = resolve(import.meta.dirname, 'think.lua')
const CONNECTIONS = 512
const ROUNDS = 5
const MAX_SECONDS = 3
const ROUND_SECONDS = 6
const HALF = 0.5

/**
 * The latency of answers at half of the tracker's maximum rate. Each of 512 connections waits for its answer and then some fifty
 * milliseconds. A late answer delays only few calls, so the load is almost an open loop. A real open-loop generator would use more
 * CPU here than the tracker itself.
 */
export const trackerLatency: Bench = {
  name: 'tracker-latency',
  about: 'p99 of durable single events while they come at half of the maximum rate, from 512 connections',
  async measure() {
    await using tracker = await startBenchTracker()
    await using bare = await startBareServer()
    await load(tracker.url + ONE_EVENT, { seconds: WARM_SECONDS })
    const own: Half[] = []
    const nothing: Half[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const { perSecond } = await load(tracker.url + ONE_EVENT, { seconds: MAX_SECONDS })
      own.push(await atHalf(tracker.url + ONE_EVENT, perSecond))
      nothing.push(await atHalf(bare.url + ONE_EVENT, perSecond))
    }
    return [
      {
        name: 'p99 at half of the maximum rate',
        unit: 'ms',
        value: medianOf(own, ({ p99Ms }) => p99Ms),
        peers: [
          {
            name: 'bare Bun.serve, nothing kept, at that rate',
            value: medianOf(nothing, ({ p99Ms }) => p99Ms),
            note: describe(nothing),
          },
        ],
        note: `limit 10 ms; ${describe(own)}`,
      },
    ]
  },
}

interface Half extends Load {
  readonly maxPerSecond: number
}

/** Loads a URL at half of a rate. */
async function atHalf(url: string, maxPerSecond: number): Promise<Half> {
  const waitMs = (CONNECTIONS * 1_000) / (maxPerSecond * HALF)
  const by = { connections: CONNECTIONS, script: THINK, words: [waitMs.toFixed(1)] }
  return { ...(await load(url, { ...by, seconds: ROUND_SECONDS })), maxPerSecond }
}

function describe(rounds: readonly Half[]): string {
  const each = rounds.map(({ p99Ms }) => p99Ms).join(', ')
  const rate = Math.round(medianOf(rounds, ({ perSecond }) => perSecond))
  const max = Math.round(medianOf(rounds, ({ maxPerSecond }) => maxPerSecond))
  const p50Ms = medianOf(rounds, (round) => round.p50Ms)
  const errors = rounds.reduce((sum, round) => sum + round.errors, 0)
  return `medians of five rounds, ours and the peer in turn: p50 ${p50Ms} ms at ${rate}/s, maximum ${max}/s, p99 of each round ${each} ms, ${errors} errors`
}
