import { messageOf } from '#lib/errors/message-of.ts'
import { awaitedEngines } from '#lib/waits/engine-waits.ts'

/** Called about waits. */
export interface WaitListener {
  /** An engine is unavailable. Called soon after the wait begins, then less and less often. */
  readonly onWait: (wait: {
    readonly engine: string
    readonly seconds: number
    readonly reason: string
  }) => void
  /** An engine is available again, after a call of `onWait` for it. */
  readonly onThere: (wait: { readonly engine: string; readonly seconds: number }) => void
}

const LOOK_MS = 100
const SECOND_MS = 1_000
// An available engine answers within 500 ms. Later reports come after 10 s, 1 min and 10 min, then every hour.
const TELL_AFTER_MS = [500, 10_000, 60_000, 600_000]
const TELL_EVERY_MS = 3_600_000

/** Reports which engines this process waits for, at growing intervals. Returns a function that stops it. */
export function tellWaits(listener: WaitListener): () => void {
  const look = openLook(listener)
  const timer = setInterval(() => look(performance.now()), LOOK_MS)
  return () => clearInterval(timer)
}

/** Returns a function that checks the waits once, and reports those that are due at that time. */
export function openLook({ onWait, onThere }: WaitListener): (now: number) => void {
  const told = new Map<string, { readonly sinceMs: number; times: number }>()

  return function look(now) {
    const waits = awaitedEngines()
    for (const { name, sinceMs, reason } of waits) {
      const times = told.get(name)?.times ?? 0
      if (now - sinceMs < dueMs(times)) continue
      told.set(name, { sinceMs, times: times + 1 })
      onWait({ engine: name, seconds: seconds(now - sinceMs), reason: reasonOf(reason) })
    }
    for (const [name, { sinceMs }] of told) {
      if (waits.some((wait) => wait.name === name && wait.sinceMs === sinceMs)) continue
      told.delete(name)
      onThere({ engine: name, seconds: seconds(now - sinceMs) })
    }
  }
}

/** How long a wait must last before its next report. */
function dueMs(times: number): number {
  const last = TELL_AFTER_MS.length - 1
  return TELL_AFTER_MS[times] ?? (TELL_AFTER_MS[last] ?? 0) + (times - last) * TELL_EVERY_MS
}

function reasonOf(reason: unknown): string {
  return reason === undefined ? 'no answer yet' : messageOf(reason)
}

function seconds(ms: number): number {
  return Math.round(ms / SECOND_MS)
}
