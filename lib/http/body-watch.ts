/** How long a body may take, in milliseconds. */
export interface BodyPace {
  /** Maximum time without a byte. */
  readonly gapMsMax: number
  /** Maximum time for the whole body. */
  readonly wholeMsMax: number
}

/** A body that is being read. */
export interface WatchedBody {
  /** Ticks since the last byte; the reader sets it to 0. */
  quietTicks: number
  ticks: number
  isStalled: boolean
  /** Who sends the body, where that matters; see `endSlowest()`. */
  readonly owner: string
  /** Stops the reading of the body. */
  readonly stop: () => void
}

/** Watches the bodies that are being read. */
export interface BodyWatch {
  /** Watches a body until it is released. `stop` is called when the body takes too long. */
  watch(stop: () => void, owner?: string): WatchedBody
  release(body: WatchedBody): void
  /** Watches a released body again, for a new gap. Its whole time goes on; while it was released, it stood still. */
  resume(body: WatchedBody): void
  /** Ends the oldest body, of all or of one owner; false when no body is old enough. */
  endSlowest(owner?: string): boolean
}

const TICKS_PER_GAP = 10
const SLOW_TICKS = 2

/**
 * Opens a watch. One timer serves all bodies, and there is none while there are no bodies, so many bodies at once cost
 * almost nothing. The watch is late by at most a tenth of the gap.
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
      // The first tick may come right after the byte, so one tick more is allowed.
      if (body.quietTicks > TICKS_PER_GAP || body.ticks > ticksMax) end(body)
    }
  }

  function end(body: WatchedBody): void {
    bodies.delete(body)
    body.isStalled = true
    body.stop()
  }

  function resume(body: WatchedBody): void {
    body.quietTicks = 0
    bodies.add(body)
    timer ??= setInterval(tick, tickMs)
  }

  return {
    watch(stop, owner = '') {
      const body = { quietTicks: 0, ticks: 0, isStalled: false, owner, stop }
      resume(body)
      return body
    },
    resume,
    release: (body) => void bodies.delete(body),
    endSlowest(owner) {
      // A Set keeps its order: the first body is the oldest.
      const slowest = bodies.values().find((body) => owner === undefined || body.owner === owner)
      if (slowest === undefined || slowest.ticks < SLOW_TICKS) return false
      end(slowest)
      return true
    },
  }
}
