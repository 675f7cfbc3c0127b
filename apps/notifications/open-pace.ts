import type { PusherLimits } from '#lib/pusher/pusher.ts'

/** Keeps the calls of a channel, by this process, within the limits of its provider. All times are of a monotonic clock. */
export interface Pace {
  /** Number of calls that may start now, at most `wanted`. */
  admit(wanted: number, nowMs: number): number
  /** Counts a call; returns the time after which it may start. */
  take(nowMs: number): number
  /** Why and for how long no call may start; undefined while some may. */
  full(
    nowMs: number,
  ): { readonly reason: string; readonly forMs: number; readonly nextTryInMs: number } | undefined
}

const SECOND_MS = 1_000
const QUARTER_MS = 900_000
/** Calls are counted together for this time; the count of a quarter of an hour is at most that of two more of them. */
const SLICE_MS = 10_000

/** Creates the pace of a channel; `subscriptions()` is the number of its live subscriptions. */
export function openPace(
  { requestsPerSecond, perSubscription, quarterMin }: PusherLimits,
  subscriptions: () => number,
): Pace {
  const slices: { readonly atMs: number; calls: number }[] = []
  let nextMs = 0
  let fullSinceMs: number | undefined

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
    take(nowMs) {
      const last = slices.at(-1)
      if (last !== undefined && nowMs - last.atMs < SLICE_MS) last.calls += 1
      else slices.push({ atMs: nowMs, calls: 1 })
      const startMs = Math.max(nowMs, nextMs)
      nextMs = startMs + SECOND_MS / requestsPerSecond
      return startMs - nowMs
    },
    full(nowMs) {
      if (left(nowMs) > 0 || fullSinceMs === undefined) return undefined
      const reason = 'as many calls in 15 minutes as the number of subscriptions allows'
      const oldestMs = slices[0]?.atMs ?? nowMs
      return { reason, forMs: nowMs - fullSinceMs, nextTryInMs: oldestMs + QUARTER_MS + SLICE_MS - nowMs }
    },
  }
}
