import type { Figure } from '../bench.ts'
import { readCount } from '../read-count.ts'
import { rssMib } from '../rss-mib.ts'
import { followDrain } from './follow-drain.ts'
import type { Ground } from './ground.ts'
import { peopleFor, startDesk } from './start-desk.ts'

const REQUESTS_PER_SECOND = 500
const ANSWER_MS = 50
const DOWN = 503
const LOOK_MS = 1_000

/** A provider that fails for a while: what is left of the deliveries, their order, and how long it takes to send them. */
export async function measureOutage(ground: Ground): Promise<Figure[]> {
  const count = readCount('BENCH_OUTAGE_DELIVERIES', { fallback: 100_000, min: 1_000 })
  const seconds = readCount('BENCH_OUTAGE_SECONDS', { fallback: 600, min: 1 })
  await using ending = new AsyncDisposableStack()
  const environment = { ONESIGNAL_REQUESTS_PER_SECOND: String(REQUESTS_PER_SECOND) }
  const people = peopleFor(count)
  const desk = await startDesk(ground, { channel: 'onesignal', people, environment }, ending)
  await desk.provider.answer({ status: DOWN, delayMs: ANSWER_MS })
  await desk.fill(count)
  const station = await desk.start()
  const before = rssMib(station.pid)
  let highest = before
  for (const end = performance.now() + seconds * 1_000; performance.now() < end;) {
    highest = Math.max(highest, rssMib(station.pid))
    await Bun.sleep(LOOK_MS)
  }
  const down = await desk.provider.books()
  await desk.provider.answer({ status: 200, delayMs: ANSWER_MS })
  const endedAt = performance.timeOrigin + performance.now()
  await followDrain(desk, count)
  const { acceptedAt, repeated, urgent, othersBeforeLastUrgent, busiestSecond } = await desk.provider.books()
  const sent = (await desk.deliveries.list({ state: 'sent', limit: count })).length
  const lost = count - sent
  const firstAfter = ((acceptedAt[0] ?? NaN) - endedAt) / 1_000
  return [
    {
      name: `after ${seconds} s of ${DOWN} until all of ${count.toLocaleString('en')} are sent, ${ground.about}`,
      unit: 's',
      value: ((acceptedAt.at(-1) ?? NaN) - endedAt) / 1_000,
      peers: [],
      note: [
        `limit none lost: ${lost === 0 && repeated === 0 ? 'kept' : `NOT kept, ${lost} lost, ${repeated} came twice`}`,
        `the first one after ${firstAfter.toFixed(1)} s`,
        `${othersBeforeLastUrgent.toLocaleString('en')} others before the last of ${urgent.toLocaleString('en')} urgent ones`,
        `at most ${busiestSecond} calls in any second, limit ${REQUESTS_PER_SECOND}: ${busiestSecond <= REQUESTS_PER_SECOND ? 'kept' : 'NOT kept'}`,
        `${down.calls.toLocaleString('en')} calls while it failed`,
        `resident memory ${before.toFixed(0)} MiB at the start, at most ${highest.toFixed(0)} meanwhile, ${rssMib(station.pid, 'VmHWM').toFixed(0)} until the end`,
      ].join('; '),
    },
  ]
}
