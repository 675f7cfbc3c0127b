import { sleepUnless } from '#lib/time/sleep-unless.ts'

/** Lets some work of this process go before other work. */
export interface RightOfWay {
  /** Runs work that goes first. */
  first<Result>(work: () => Promise<Result>): Promise<Result>
  /** Resolves when no work that goes first is running or waiting, and after `waitMs` at the latest. */
  free(waitMs: number): Promise<void>
  /** How long work that goes first takes lately, in milliseconds. */
  usualMs(): number
  /** How long ago the last of it ended, in milliseconds; 0 while some is running. */
  idleMs(): number
}

/** What is assumed before any work was done. */
const USUAL_MS = 10
/** How much the last work counts. */
const NEW_SHARE = 0.05

/**
 * Creates a right of way. What goes second asks for `free()` before each of its steps, and keeps its steps short: what goes first is
 * never stopped, and may come while a step runs.
 */
export function createRightOfWay(): RightOfWay {
  let running = 0
  let usualMs = USUAL_MS
  let endedAt = -Infinity
  let freed = Promise.withResolvers<undefined>()

  return {
    async first(work) {
      running += 1
      const startedAt = performance.now()
      try {
        return await work()
      } finally {
        running -= 1
        endedAt = performance.now()
        usualMs += (performance.now() - startedAt - usualMs) * NEW_SHARE
        if (running === 0) {
          freed.resolve(undefined)
          freed = Promise.withResolvers()
        }
      }
    },
    async free(waitMs) {
      if (running === 0) return
      const late = new AbortController()
      await Promise.race([freed.promise, sleepUnless(late.signal, waitMs)])
      late.abort()
    },
    usualMs: () => usualMs,
    idleMs: () => (running > 0 ? 0 : performance.now() - endedAt),
  }
}
