import type { Figure } from '../bench.ts'
import { cpuSeconds } from '../cpu-seconds.ts'
import { readCount } from '../read-count.ts'
import { rssMib } from '../rss-mib.ts'
import { followDrain } from './follow-drain.ts'
import type { Ground } from './ground.ts'
import { peopleFor, startDesk } from './start-desk.ts'

const ANSWER_MS = 50
const BAR = 800
const GOAL = 2_000
const PARTS = 10

/** Web Push: the rate of one process, and its memory on the way. */
export async function measurePushRate(ground: Ground): Promise<Figure[]> {
  const count = readCount('BENCH_DELIVERIES', { fallback: 200_000, min: 1_000 })
  await using ending = new AsyncDisposableStack()
  const desk = await startDesk(ground, { channel: 'webpush', people: peopleFor(count) }, ending)
  await desk.provider.answer({ status: 201, delayMs: ANSWER_MS })
  await desk.fill(count)
  const station = await desk.start()
  const before = { rss: rssMib(station.pid), cpu: cpuSeconds(station.pid), sent: await desk.provider.count() }
  const rss: number[] = []
  await followDrain(desk, count, (accepted) => {
    if (accepted >= (count / PARTS) * (rss.length + 1)) {
      rss.push(rssMib(station.pid))
      console.error(`  ${accepted.toLocaleString('en')} pushes, ${rss.at(-1)?.toFixed(0)} MiB`)
    }
  })
  const cpu = cpuSeconds(station.pid) - before.cpu
  const { acceptedAt, repeated, decrypted } = await desk.provider.books()
  // The first tenth warms the process up.
  const warm = Math.floor(count / PARTS)
  const seconds = ((acceptedAt.at(-1) ?? 0) - (acceptedAt[warm] ?? 0)) / 1_000
  const rate = (acceptedAt.length - 1 - warm) / seconds
  const title = `${ground.about}, ${count.toLocaleString('en')} pushes`
  return [
    {
      name: `Web Push, one process, ${title}`,
      unit: 'pushes/s',
      value: rate,
      cpuSecondsPerEvent: cpu / (count - before.sent),
      peers: [],
      note: [
        `bar ${BAR}: ${rate >= BAR ? 'kept' : 'NOT kept'}, goal ${GOAL.toLocaleString('en')}: ${rate >= GOAL ? 'reached' : 'not reached'}`,
        `each call is answered ${ANSWER_MS} ms later with 201`,
        `${decrypted.toLocaleString('en')} were decrypted, ${repeated} came twice`,
      ].join('; '),
    },
    {
      name: `growth of notifications, from the second tenth to the last, ${title}`,
      unit: 'MiB',
      value: (rss.at(-1) ?? 0) - (rss[1] ?? 0),
      peers: [],
      note: `resident: ${before.rss.toFixed(0)} MiB at the start; at each tenth ${rss.map((mib) => mib.toFixed(0)).join(', ')}; at its highest ${rssMib(station.pid, 'VmHWM').toFixed(0)}`,
    },
  ]
}
