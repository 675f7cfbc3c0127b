import type { Bench, Figure } from './bench.ts'
import { lookUntil } from './look-until.ts'
import { percentile } from './percentile.ts'
import { startRing, startRingOnEngines, type Ring } from './start-ring.ts'
import { aWalk } from '../tests/builders/a-walk.ts'

const WALKS = 60

/** Milliseconds from a ping that begins a match until both pushes are at the provider, one match after the other. */
export const ringLatency: Bench = {
  name: 'ring-latency',
  about: 'milliseconds from a ping to both pushes, on embedded adapters and on Redis, Kafka and MongoDB',
  async measure() {
    return [
      figure('embedded, one process', await walkAll(await startRing())),
      figure('Redis, Kafka and MongoDB, every station a process', await walkAll(await startRingOnEngines())),
    ]
  },
}

async function walkAll({ platform, oneSignal, stop }: Ring): Promise<number[]> {
  const times: number[] = []
  try {
    for (let index = 0; index < WALKS; index += 1) {
      const walk = await aWalk(platform, index)
      const before = oneSignal.shown.length
      const started = performance.now()
      await walk.meet()
      await lookUntil('rung', () => oneSignal.shown.length === before + 2 || undefined)
      times.push(performance.now() - started)
    }
  } finally {
    await stop()
  }
  return times
}

function figure(name: string, times: readonly number[]): Figure {
  const p99 = percentile(times, 0.99)
  const note = `p99 ${p99.toFixed(0)} ms of ${times.length}, looked at every 1 ms; limit 1,000 ms: ${p99 < 1_000 ? 'kept' : 'NOT kept'}`
  return {
    name: `ping to both pushes, p50, ${name}`,
    unit: 'ms',
    value: percentile(times, 0.5),
    peers: [],
    note,
  }
}
