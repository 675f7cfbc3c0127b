import type { PusherLimits } from '#lib/pusher/pusher.ts'

/** Keeps the calls of a channel, by this process, within the limits of its provider. All times are of a monotonic clock. */
export interface Pace {
  /** Number of calls that may start now, at most `wanted`. */
  admit(wanted: number, nowMs: number): number
  /** Resolves when the next call may start, and counts it. Calls start in the order in which they ask. */
  turn(): Promise<void>
  /** Why and for how long no call may start; undefined while some may. */
  full(
    nowMs: number,
  ): { readonly reason: string; readonly forMs: number; readonly nextTryInMs: number } | undefined
}

const QUARTER_MS = 900_000
/** Calls are counted together for this time; the count of a quarter of an hour is at most that of two more of them. */
const SLICE_MS = 10_000

/**
 * A second for the calls of a second, and a bit: the provider gets calls later than they start, one later than another. In no
 * second it gets more calls than it bears.
 */
const WINDOW_MS = 1_040
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
  // When the last calls started, as many as may start in a window; the place of the oldest one is that of the next.
  const starts = new Float64Array(requestsPerSecond).fill(-Infinity)
  let started = 0
  let dueMs = -Infinity
  let last = Promise.resolve()
  let fullSinceMs: number | undefined

  async function start(): Promise<void> {
    const place = started % requestsPerSecond
    dueMs = Math.max(dueMs + WINDOW_MS / requestsPerSecond, now() - CATCH_UP_MS)
    const freeMs = Math.max(dueMs, (starts[place] ?? 0) + WINDOW_MS)
    // A timer may end early.
    for (let waitMs = freeMs - now(); waitMs > 0; waitMs = freeMs - now()) await sleep(Math.ceil(waitMs))
    starts[place] = now()
    started += 1
    note(now())
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
      last = last.then(start)
      return last
    },
    full(nowMs) {
      if (left(nowMs) > 0 || fullSinceMs === undefined) return undefined
      const reason = 'as many calls in 15 minutes as the number of subscriptions allows'
      const oldestMs = slices[0]?.atMs ?? nowMs
      return { reason, forMs: nowMs - fullSinceMs, nextTryInMs: oldestMs + QUARTER_MS + SLICE_MS - nowMs }
    },
  }
}
