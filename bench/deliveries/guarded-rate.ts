import type { Figure } from '../bench.ts'
import { followDrain } from './follow-drain.ts'
import type { Ground } from './ground.ts'
import { peopleFor, startDesk } from './start-desk.ts'

const REQUESTS_PER_SECOND = 100
const BAR = 95
const COUNT = 3_000
const ANSWER_MS = 50

/** OneSignal, as fast as it may be called and no faster. */
export async function measureGuardedRate(ground: Ground): Promise<Figure[]> {
  await using ending = new AsyncDisposableStack()
  const environment = { ONESIGNAL_REQUESTS_PER_SECOND: String(REQUESTS_PER_SECOND) }
  const people = peopleFor(COUNT)
  const desk = await startDesk(ground, { channel: 'onesignal', people, environment }, ending)
  await desk.provider.answer({ status: 200, delayMs: ANSWER_MS })
  await desk.fill(COUNT)
  await desk.start()
  await followDrain(desk, COUNT)
  const { acceptedAt, busiestSecond, repeated } = await desk.provider.books()
  const seconds = ((acceptedAt.at(-1) ?? 0) - (acceptedAt[0] ?? 0)) / 1_000
  const rate = (acceptedAt.length - 1) / seconds
  return [
    {
      name: `OneSignal at its limit of ${REQUESTS_PER_SECOND} a second, ${ground.about}, ${COUNT.toLocaleString('en')} pushes`,
      unit: 'calls/s',
      value: rate,
      peers: [],
      note: [
        `bar ${BAR} on average: ${rate >= BAR ? 'kept' : 'NOT kept'}`,
        `at most ${busiestSecond} calls in any second, limit ${REQUESTS_PER_SECOND}: ${busiestSecond <= REQUESTS_PER_SECOND ? 'kept' : 'NOT kept'}`,
        `${repeated} came twice; answers after ${ANSWER_MS} ms`,
      ].join('; '),
    },
  ]
}
