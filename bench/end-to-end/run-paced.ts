/** A call that is made at a fixed rate. */
export interface Paced {
  readonly perSecond: number
  /** Calls that wait for their answers at the same time. At this number, a call is made late. */
  readonly inFlightMax: number
  /** Ends the run before `max` calls were made. */
  readonly signal: AbortSignal
  readonly max: number
  readonly call: () => Promise<void>
}

/** What came about. */
export interface PacedRun {
  readonly made: number
  readonly seconds: number
  /** The time of each call in milliseconds, from the moment at which it was due. */
  readonly ms: readonly number[]
}

const TICK_MS = 5

/** Makes calls at a fixed rate, whether earlier calls were answered or not. A late call is not left out. Resolves after the last answer. */
export async function runPaced({ perSecond, inFlightMax, signal, max, call }: Paced): Promise<PacedRun> {
  const startedAt = performance.now()
  const ms: number[] = []
  const inFlight = new Set<Promise<void>>()
  let made = 0

  function make(): void {
    const dueAt = startedAt + (made / perSecond) * 1_000
    made += 1
    const running: Promise<void> = call().finally(() => {
      ms.push(performance.now() - dueAt)
      inFlight.delete(running)
    })
    inFlight.add(running)
  }

  while (made < max && !signal.aborted) {
    const due = Math.min(max, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond))
    while (made < due && inFlight.size < inFlightMax) make()
    await Bun.sleep(TICK_MS)
  }
  const seconds = (performance.now() - startedAt) / 1_000
  await Promise.all(inFlight)
  return { made, seconds, ms }
}
