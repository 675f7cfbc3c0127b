import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { openPositionStore } from '#lib/store/open.ts'
import type { Bench, Figure } from './bench.ts'
import { percentile } from './percentile.ts'
import { startRingOnEngines } from './start-ring.ts'
import { timeWalk, type WalkTimes } from './time-walk.ts'
import { aWalk } from '../tests/builders/a-walk.ts'
import { watchBus } from './watch-bus.ts'

const WALKS = 200
// The first walks are not measured, because all caches are cold.
const WARM_WALKS = 10

type Place = Exclude<keyof WalkTimes, 'klag'>

/** The hops of a ping: start, end, and how the end is observed. */
const HOPS: readonly {
  readonly name: string
  readonly from: Place
  readonly to: Place
  readonly by: string
}[] = [
  { name: 'tracker answers', from: 'sent', to: 'answered', by: 'over HTTP' },
  { name: 'enriched, on the bus', from: 'answered', to: 'enriched', by: 'a consumer here' },
  { name: 'moved', from: 'enriched', to: 'moved', by: 'the position in MongoDB, looked at every 1 ms' },
  { name: 'match found', from: 'moved', to: 'found', by: "matching's own clock, whole ms" },
  { name: 'notice on the bus', from: 'found', to: 'told', by: 'a consumer here' },
  { name: 'both pushes at the provider', from: 'told', to: 'rung', by: 'looked at every 1 ms' },
]

/** Milliseconds of each hop on the way from a ping to both pushes, observed from outside the stations. */
export const hopLatency: Bench = {
  name: 'hop-latency',
  about: 'where the milliseconds from a ping to both pushes go, on Redis, Kafka and MongoDB, hop by hop',
  async measure() {
    await using ending = new AsyncDisposableStack()
    const { platform, oneSignal, storeUrl, stop } = await startRingOnEngines()
    ending.defer(stop)
    const bus = await watchBus(platform.busUrl)
    ending.defer(() => bus.close())
    const matching = await openBusReader(platform.busUrl, {
      group: 'matching',
      topics: [EVENTS.name],
      from: 'earliest',
    })
    ending.defer(() => matching.close())
    const positions = await openPositionStore(storeUrl)
    ending.defer(() => positions.close())
    const times: WalkTimes[] = []
    for (let index = 0; index < WARM_WALKS + WALKS; index += 1) {
      const walk = await aWalk(platform, index)
      const walked = await timeWalk(walk, { bus, matching, positions, oneSignal })
      if (index >= WARM_WALKS) times.push(walked)
    }
    return figures(times)
  },
}

function figures(times: readonly WalkTimes[]): Figure[] {
  const whole = times.map(({ sent, rung }) => rung - sent)
  const p50OfWhole = percentile(whole, 0.5)
  const klag = times.map((one) => one.klag)
  let sum = 0
  const hops = HOPS.map(({ name, from, to, by }, index): Figure => {
    const hop = times.map((one) => one[to] - one[from])
    const value = percentile(hop, 0.5)
    sum += value
    const waited =
      to === 'enriched'
        ? `; waited in the stream ${ms(percentile(klag, 0.5))}, p99 ${ms(percentile(klag, 0.99))}`
        : ''
    const note = `p99 ${ms(percentile(hop, 0.99))}; ${ms(sum)} so far, ${((value / p50OfWhole) * 100).toFixed(0)} % of the way; ${by}${waited}`
    return { name: `hop ${index + 1}, ${name}, p50`, unit: 'ms', value, peers: [], note }
  })
  const control = `p99 ${ms(percentile(whole, 0.99))} of ${times.length}; the hops' p50 add up to ${ms(sum)}; compare with ring-latency, which looks on less`
  return [
    ...hops,
    { name: 'ping to both pushes, p50', unit: 'ms', value: p50OfWhole, peers: [], note: control },
  ]
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}
