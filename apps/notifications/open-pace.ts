import type { PusherLimits } from '#lib/pusher/pusher.ts'

/** Keeps the calls of a channel, by this process, within the limits of its provider. All times are of a monotonic clock. */
export interface Pace {
  /** Number of calls that may start now, at most `wanted`. */
  admit(wanted: number, nowMs: number): number
  /**
   * Resolves when the next call may start, and counts it. Calls start in the order in which they ask. The caller calls the result when
   * the call has ended, whatever its answer was.
   */
  turn(): Promise<() => void>
  /** Why and for how long no call may start; undefined while some may. */
  full(
    nowMs: number,
  ): { readonly reason: string; readonly forMs: number; readonly nextTryInMs: number } | undefined
}

const QUARTER_MS = 900_000
/** Calls are counted together for this time; the count of a quarter of an hour is at most that of two more of them. */
const SLICE_MS = 10_000

const SECOND_MS = 1_000
/** Two clocks are never quite the same. */
const MARGIN_MS = 5
/** The way back of an answer is not believed to be longer. */
const WAY_BACK_MS_MAX = 50
/** After a pause, calls for so much time start at once. */
const CATCH_UP_MS = 200

/** The clock of a pace; tests have one of their own. */
export interface PaceClock {
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

const CLOCK: PaceClock = { now: () => performance.now(), sleep: (ms) => Bun.sleep(ms) }

/** Creates the pace of a channel; `subscriptions()` is the number of its live subscriptions. */
export function openPace(
  { requestsPerSecond, perSubscription, quarterMin }: PusherLimits,
  subscriptions: () => number,
  { now, sleep }: PaceClock = CLOCK,
): Pace {
  const slices: { readonly atMs: number; calls: number }[] = []
  let running = 0
  /** When the calls of the last second ended. */
  const ends: number[] = []
  let fastestMs = Infinity
  let onEnd = Promise.withResolvers<void>()
  let dueMs = -Infinity
  let last: Promise<unknown> = Promise.resolve()
  let fullSinceMs: number | undefined

  /**
   * Time for which a call that has ended still counts. The provider got it at any time between its start and its answer, and has it in
   * its book for a second from then on. Only the way back of the answer is known to come after that: it takes at least half of the
   * time of the fastest call.
   */
  function countedMs(): number {
    return SECOND_MS + MARGIN_MS - (fastestMs === Infinity ? 0 : Math.min(fastestMs / 2, WAY_BACK_MS_MAX))
  }

  /** Waits until fewer calls count than the provider bears. So in no second it gets more, however late calls or timers are. */
  async function untilFree(): Promise<void> {
    for (;;) {
      while (ends[0] !== undefined && ends[0] + countedMs() <= now()) ends.shift()
      if (running + ends.length < requestsPerSecond) return
      const [oldest] = ends
      if (oldest === undefined) await onEnd.promise
      else await sleep(Math.ceil(oldest + countedMs() - now()))
    }
  }

  async function start(): Promise<() => void> {
    dueMs = Math.max(dueMs + SECOND_MS / requestsPerSecond, now() - CATCH_UP_MS)
    // A timer may end early.
    for (let waitMs = dueMs - now(); waitMs > 0; waitMs = dueMs - now()) await sleep(Math.ceil(waitMs))
    await untilFree()
    const startMs = now()
    running += 1
    note(startMs)
    return () => {
      running -= 1
      ends.push(now())
      fastestMs = Math.min(fastestMs, now() - startMs)
      onEnd.resolve()
      onEnd = Promise.withResolvers<void>()
    }
  }

  function note(nowMs: number): void {
    const slice = slices.at(-1)
    if (slice !== undefined && nowMs - slice.atMs < SLICE_MS) slice.calls += 1
    else slices.push({ atMs: nowMs, calls: 1 })
  }

  function left(nowMs: number): number {
    while (slices[0] !== undefined && slices[0].atMs <= nowMs - QUARTER_MS - SLICE_MS) slices.shift()
    const calls = slices.reduce((sum, slice) => sum + slice.calls, 0)
    const free = Math.max(quarterMin, perSubscription * subscriptions()) - calls
    if (free > 0) fullSinceMs = undefined
    else fullSinceMs ??= nowMs
    return Math.max(0, free)
  }

  return {
    admit: (wanted, nowMs) => Math.min(wanted, left(nowMs)),
    turn() {
      const own = last.then(start)
      last = own
      return own
    },
    full(nowMs) {
      if (left(nowMs) > 0 || fullSinceMs === undefined) return undefined
      const reason = 'as many calls in 15 minutes as the number of subscriptions allows'
      const oldestMs = slices[0]?.atMs ?? nowMs
      return { reason, forMs: nowMs - fullSinceMs, nextTryInMs: oldestMs + QUARTER_MS + SLICE_MS - nowMs }
    },
  }
}
