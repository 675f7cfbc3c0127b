/** Work that is done in passes, one at a time: soon after it is nudged, and now and then by itself. */
export interface NudgedLoop {
  /** Something has changed: a pass begins after this call. While passes fail, it waits for the pause between them. */
  nudge(): void
  /**
   * Begins a pass at once, or right after the one in hand, and resolves when that pass has ended. Rejects with what the
   * pass threw, and when the loop was stopped before it began.
   */
  run(): Promise<void>
  /** Begins no other pass, and resolves when the one in hand has ended. */
  stop(): Promise<void>
}

/** What a loop does, and when. */
export interface NudgedLoopOptions {
  /** One pass. The signal aborts when the loop is to stop: a long pass then ends early. */
  readonly pass: (stopping: AbortSignal) => Promise<void>
  /** How often a pass begins without a nudge. */
  readonly everyMs: number
  /** Told why a pass failed, unless a caller of `run()` is told. */
  readonly onFailure: (error: unknown) => void
}

// After the first failure, doubling with each further one.
const PAUSE_MS_MIN = 250
const PAUSE_MS_MAX = 5_000

interface Caller {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Starts a loop. No nudge is lost: whenever it comes, also in the very moment in which a pass ends, one more pass begins
 * after it.
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
    // A turn later, so that all who call in this turn share one pass.
    if (working === undefined && isDue()) working = Promise.resolve().then(work)
  }

  async function work(): Promise<void> {
    while (isDue()) await makePass()
    // Nothing is awaited between the last look and this line: a nudge in between would be heard by nobody.
    working = undefined
  }

  async function makePass(): Promise<void> {
    // Whoever comes from here on is for the next pass.
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
