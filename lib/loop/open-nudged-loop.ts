/** Work that runs in passes, one at a time: soon after each nudge, and at an interval. */
export interface NudgedLoop {
  /** Something has changed: a pass begins after this call. While passes fail, it begins after the pause between them. */
  nudge(): void
  /**
   * Begins a pass at once, or right after the running one, and resolves when that pass has ended. Rejects with the error of
   * the pass, or when the loop was stopped before the pass began.
   */
  run(): Promise<void>
  /** Begins no further pass, and resolves when the running one has ended. */
  stop(): Promise<void>
}

/** What a loop does, and when. */
export interface NudgedLoopOptions {
  /** One pass. The signal aborts when the loop should stop, so that a long pass can end early. */
  readonly pass: (stopping: AbortSignal) => Promise<void>
  /** The interval at which a pass begins without a nudge. */
  readonly everyMs: number
  /** Called with the error of a failed pass, unless a caller of `run()` gets it. */
  readonly onFailure: (error: unknown) => void
}

// The pause after the first failure; it doubles with each further failure.
const PAUSE_MS_MIN = 250
const PAUSE_MS_MAX = 5_000

interface Caller {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Starts a loop. No nudge is lost: whenever it comes, even at the moment when a pass ends, one more pass begins after it.
 *
 *     const loop = openNudgedLoop({ pass: sendAll, everyMs: 1_000, onFailure: (error) => log.warn('not sent', { error }) })
 *     loop.nudge()
 */
export function openNudgedLoop({ pass, everyMs, onFailure }: NudgedLoopOptions): NudgedLoop {
  const stopping = new AbortController()
  const { signal } = stopping
  let isNudged = false
  let callers: Caller[] = []
  let working: Promise<void> | undefined
  let failures = 0
  let pause: ReturnType<typeof setTimeout> | undefined

  function isDue(): boolean {
    return !signal.aborted && (callers.length > 0 || (isNudged && pause === undefined))
  }

  function begin(): void {
    // One microtask later, so that all callers of this turn share one pass.
    if (working === undefined && isDue()) working = Promise.resolve().then(work)
  }

  async function work(): Promise<void> {
    while (isDue()) await makePass()
    // There is no await between the last isDue() and this line: a nudge in between would be lost.
    working = undefined
  }

  async function makePass(): Promise<void> {
    // Calls from here on belong to the next pass.
    const waiting = callers
    callers = []
    isNudged = false
    try {
      await pass(signal)
      failures = 0
      endPause()
      for (const { resolve } of waiting) resolve()
    } catch (error) {
      beginPause()
      for (const { reject } of waiting) reject(error)
      if (waiting.length === 0) onFailure(error)
    }
  }

  function beginPause(): void {
    endPause()
    if (signal.aborted) return
    const waitMs = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** failures)
    failures += 1
    pause = setTimeout(() => {
      pause = undefined
      nudge()
    }, waitMs)
  }

  function endPause(): void {
    clearTimeout(pause)
    pause = undefined
  }

  function nudge(): void {
    isNudged = true
    begin()
  }

  const timer = setInterval(nudge, everyMs)
  return {
    nudge,
    run() {
      if (signal.aborted) return Promise.reject(stopped())
      return new Promise((resolve, reject) => {
        callers.push({ resolve, reject })
        begin()
      })
    },
    async stop() {
      stopping.abort()
      clearInterval(timer)
      endPause()
      await working
      for (const { reject } of callers.splice(0)) reject(stopped())
    },
  }
}

function stopped(): Error {
  return new Error('Cannot begin a pass: the loop was stopped')
}
