import { aNoticeEvent } from '#lib/builders/a-notice.ts'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { publishEvents } from '#lib/event-bus/publish-events.ts'
import { NOTICES } from '#lib/event-bus/topics.ts'
import type { Delivery, DeliveryStore } from '#lib/store/deliveries.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import type { Figure } from '../bench.ts'
import { cpuSeconds } from '../cpu-seconds.ts'
import { runPaced } from '../end-to-end/run-paced.ts'
import { percentile } from '../percentile.ts'
import { readCount } from '../read-count.ts'
import { followDrain } from './follow-drain.ts'
import type { Ground } from './ground.ts'
import { noticeTo, peopleFor, personAt, startDesk } from './start-desk.ts'

const NOTICES_EACH = 1_000
const WARM = 100
const BAR_MS = { embedded: 10, engines: 15 }
const IN_FLIGHT_MAX = 100

/** Milliseconds from a notice on the bus to the request at the provider. */
export async function measureNoticeTimes(ground: Ground): Promise<Figure[]> {
  await using ending = new AsyncDisposableStack()
  const count = WARM + NOTICES_EACH
  const perSecond = readCount('BENCH_NOTICES_PER_SECOND', { fallback: 50, min: 1 })
  const people = peopleFor(count)
  // Its limit is measured by itself.
  const environment = { ONESIGNAL_REQUESTS_PER_SECOND: '1000' }
  const desk = await startDesk(ground, { channel: 'onesignal', people, environment }, ending)
  const bus = await openBusWriter(desk.busUrl, quietLog)
  ending.defer(() => bus.close())
  const station = await desk.start()
  const cpuBefore = cpuSeconds(station.pid)
  const sentAt = new Map<string, number>()
  const storedAt = new Map<string, number>()

  async function tell(): Promise<void> {
    const notice = noticeTo(personAt(sentAt.size % people), true)
    const event = aNoticeEvent(notice)
    // Kafka removes records by their time.
    const meta = { ...event.data.meta, receivedAt: Date.now() }
    sentAt.set(notice.match.id, performance.timeOrigin + performance.now())
    await publishEvents([{ ...event, data: { ...event.data, meta } }], { bus, topic: NOTICES })
    storedAt.set(notice.match.id, performance.timeOrigin + performance.now())
  }

  const { signal } = new AbortController()
  await runPaced({ perSecond, inFlightMax: IN_FLIGHT_MAX, signal, max: count, call: tell })
  await followDrain(desk, count)
  const cpu = cpuSeconds(station.pid) - cpuBefore
  const arrivals = await desk.provider.arrivals()
  const measured = [...sentAt].slice(WARM)
  const since = (times: ReadonlyMap<string, number>) =>
    measured.map(([match]) => (arrivals.get(match) ?? Infinity) - (times.get(match) ?? 0))
  const times = since(sentAt)
  const p50 = percentile(times, 0.5)
  const bar = ground.isEmbedded ? BAR_MS.embedded : BAR_MS.engines
  return [
    {
      name: `from a notice on the bus to the request at the provider, p50, ${ground.about}`,
      unit: 'ms',
      value: p50,
      cpuSecondsPerEvent: cpu / count,
      peers: [],
      note: [
        `bar ${bar} ms: ${p50 <= bar ? 'kept' : 'NOT kept'}`,
        `p10 ${percentile(times, 0.1).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms of ${times.length.toLocaleString('en')}, ${perSecond} a second`,
        await describeHops(desk.deliveries),
        `since the bus had stored the notice: p50 ${percentile(since(storedAt), 0.5).toFixed(1)} ms`,
      ].join('; '),
    },
  ]
}

/** Where the time of the last deliveries went, by the times that are stored with them. */
async function describeHops(store: Pick<DeliveryStore, 'list'>): Promise<string> {
  const stored = await store.list({ limit: NOTICES_EACH })
  const between = (one: (delivery: Delivery) => number, other: (delivery: Delivery) => number) =>
    percentile(
      stored.map((delivery) => other(delivery) - one(delivery)),
      0.5,
    ).toFixed(0)
  const hopOf = ({ content }: Delivery, hop: 'published' | 'noticed') =>
    content.kind === 'match' ? (content.notice.cause.hops?.[hop] ?? NaN) : NaN
  const noticed = (delivery: Delivery) => hopOf(delivery, 'noticed')
  const leased = ({ leasedAt = NaN }: Delivery) => leasedAt
  return [
    `medians of the hops: ${between((delivery) => hopOf(delivery, 'published'), noticed)} ms on the bus`,
    `${between(noticed, leased)} until the delivery was leased`,
    `${between(leased, ({ calledAt = NaN }) => calledAt)} until it was called`,
  ].join(', ')
}
