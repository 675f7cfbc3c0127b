import { expect, onTestFinished, test } from 'vitest'
import { openPace } from './open-pace.ts'

const LIMITS = { requestsPerSecond: 100, perSubscription: 8, quarterMin: 1_000 }
const QUARTER_MS = 900_000

/** A clock that goes on only when somebody sleeps, and then for a bit longer than they wanted. */
function clockThatIsLate(lateMs: () => number) {
  let nowMs = 0
  return {
    now: () => nowMs,
    sleep: async (ms: number) => {
      nowMs += ms + lateMs()
    },
    goTo(ms: number) {
      nowMs = ms
    },
  }
}

test.each([
  ['on time', () => 0, 96],
  ['a bit late', () => Math.random() * 3, 95],
  ['late by much at times', () => (Math.random() < 0.02 ? 150 : 0), 80],
])(
  'calls start at the rate of the provider, however many want to, when timers are %s',
  async (_, late, min) => {
    const clock = clockThatIsLate(late)
    const pace = openPace(LIMITS, () => 1_000, clock)
    const starts: number[] = []
    const call = async () => {
      const end = await pace.turn()
      starts.push(clock.now())
      end()
    }
    await Promise.all(Array.from({ length: 3_000 }, call))
    for (const [place, start] of starts.entries()) {
      const next = starts[place + LIMITS.requestsPerSecond] ?? Infinity
      expect(next - start).toBeGreaterThan(1_000)
    }
    expect(starts.length / ((starts.at(-1) ?? 0) / 1_000)).toBeGreaterThan(min)
  },
)

test('after a pause a few calls start at once, and no second has more than the provider bears', async () => {
  const clock = clockThatIsLate(() => 0)
  const pace = openPace(LIMITS, () => 1_000, clock)
  const starts: number[] = []
  for (let round = 0; round < 20; round += 1) {
    for (let call = 0; call < 90; call += 1) {
      const end = await pace.turn()
      end()
      starts.push(clock.now())
    }
    clock.goTo(clock.now() + 120)
  }
  for (const [place, start] of starts.entries())
    expect((starts[place + LIMITS.requestsPerSecond] ?? Infinity) - start).toBeGreaterThan(1_000)
  // Of the pauses nothing is lost.
  expect(starts.length / ((starts.at(-1) ?? 0) / 1_000)).toBeGreaterThan(95)
})

test.each([
  [10, 1_000],
  [500, 4_000],
])('with %i subscriptions there are %i calls in a quarter of an hour', async (subscriptions, max) => {
  const clock = clockThatIsLate(() => 0)
  const pace = openPace(LIMITS, () => subscriptions, clock)
  const calls: number[] = []
  for (let nowMs = 0; nowMs < 3 * QUARTER_MS; nowMs += 1_000) {
    clock.goTo(Math.max(nowMs, clock.now()))
    for (let left = pace.admit(50, nowMs); left > 0; left -= 1) {
      const end = await pace.turn()
      end()
      calls.push(nowMs)
    }
  }
  for (const from of calls.filter((_, place) => place % 97 === 0)) {
    expect(calls.filter((at) => at >= from && at < from + QUARTER_MS).length).toBeLessThanOrEqual(max)
  }
  expect(calls.length).toBeGreaterThan(2 * max)
})

test('a full channel says why and until when, and more subscriptions open it', async () => {
  let subscriptions = 10
  const clock = clockThatIsLate(() => 0)
  const pace = openPace({ ...LIMITS, requestsPerSecond: 1_000 }, () => subscriptions, clock)
  for (let call = 0; call < 1_000; call += 1) (await pace.turn())()
  expect(pace.admit(9, 2_000)).toBe(0)
  expect(pace.full(4_000)).toMatchObject({ forMs: 2_000, nextTryInMs: QUARTER_MS + 10_000 - 4_000 })
  subscriptions = 500
  expect(pace.full(4_000)).toBeUndefined()
})

test('a call that the provider has not answered counts until a second after its answer', async () => {
  const clock = clockThatIsLate(() => 0)
  const pace = openPace({ ...LIMITS, requestsPerSecond: 2 }, () => 1_000, clock)
  const [first, second] = [await pace.turn(), await pace.turn()]
  let thirdAtMs: number | undefined
  const third = pace.turn().then((end) => {
    thirdAtMs = clock.now()
    return end
  })
  clock.goTo(9_000)
  second()
  clock.goTo(9_500)
  first()
  await third
  // An answer is on its way back for a while.
  expect(thirdAtMs).toBeGreaterThanOrEqual(9_000 + 1_000 - 50)
})

test('the book of a provider has no second with more calls than it bears, also when this machine stops at times', async () => {
  const PER_SECOND = 40
  const CALLS = 150
  const book: number[] = []
  const provider = Bun.serve({
    development: false,
    port: 0,
    async fetch() {
      book.push(performance.now())
      await Bun.sleep(Math.random() * 30)
      return new Response()
    },
  })
  onTestFinished(() => provider.stop(true))
  const pace = openPace({ ...LIMITS, requestsPerSecond: PER_SECOND }, () => 1_000)
  const over = new AbortController()
  /** Keeps the machine busy for a while, again and again: calls that started then arrive late, all at once. */
  async function stopAtTimes(): Promise<void> {
    while (!over.signal.aborted) {
      await Bun.sleep(Math.random() * 60)
      for (const untilMs = performance.now() + Math.random() * 250; performance.now() < untilMs;) continue
    }
  }
  const stopping = stopAtTimes()
  async function call(): Promise<void> {
    const end = await pace.turn()
    try {
      await fetch(provider.url)
    } finally {
      end()
    }
  }
  await Promise.all(Array.from({ length: CALLS }, call))
  over.abort()
  await stopping
  expect(book).toHaveLength(CALLS)
  for (const [place, at] of book.entries())
    expect((book[place + PER_SECOND] ?? Infinity) - at).toBeGreaterThanOrEqual(1_000)
}, 60_000)
