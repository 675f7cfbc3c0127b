/** How long a body may take. */
export interface BodyPace {
  /** Longest time without a byte. */
  readonly gapMsMax: number
  /** Longest time for all of it. */
  readonly wholeMsMax: number
}

/** A body that is being read. */
export interface WatchedBody {
  /** Ticks since the last byte. */
  quietTicks: number
  ticks: number
  isStalled: boolean
  /** Who sends it, where that matters. */
  readonly owner: string
  /** Ends the wait for more of it. */
  readonly stop: () => void
}

/** Looks after the bodies that are being read. */
export interface BodyWatch {
  /** Watches a body until it is let go; `stop` is called when it takes too long. */
  watch(stop: () => void, owner?: string): WatchedBody
  release(body: WatchedBody): void
  /** Ends the body that has been coming for longest, of all or of one owner; false where none has for a while. */
  endSlowest(owner?: string): boolean
}

const TICKS_PER_GAP = 10
const SLOW_TICKS = 2

/**
 * Opens a watch: one timer for all bodies, none while there are none, so that the many that are there at once pay next to
 * nothing. It is late by a tenth of the gap at most.
 */
export function openBodyWatch({ gapMsMax, wholeMsMax }: BodyPace): BodyWatch {
  const tickMs = gapMsMax / TICKS_PER_GAP
  const ticksMax = Math.ceil(wholeMsMax / tickMs)
  const bodies = new Set<WatchedBody>()
  let timer: ReturnType<typeof setInterval> | undefined

  function tick(): void {
    if (bodies.size === 0) {
      clearInterval(timer)
      timer = undefined
      return
    }
    for (const body of bodies) {
      body.quietTicks += 1
      body.ticks += 1
      // The first tick comes at any time after the byte.
      if (body.quietTicks > TICKS_PER_GAP || body.ticks > ticksMax) end(body)
    }
  }

  function end(body: WatchedBody): void {
    bodies.delete(body)
    body.isStalled = true
    body.stop()
  }

  return {
    watch(stop, owner = '') {
      const body = { quietTicks: 0, ticks: 0, isStalled: false, owner, stop }
      bodies.add(body)
      timer ??= setInterval(tick, tickMs)
      return body
    },
    release: (body) => void bodies.delete(body),
    endSlowest(owner) {
      // In the order in which they came.
      const slowest = bodies.values().find((body) => owner === undefined || body.owner === owner)
      if (slowest === undefined || slowest.ticks < SLOW_TICKS) return false
      end(slowest)
      return true
    },
  }
}
