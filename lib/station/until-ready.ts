import type { Server } from '#lib/station/serve.ts'
import type { RunningStation } from '#lib/station/station.ts'
import { sleepUnless } from '#lib/time/sleep-unless.ts'
import { withinTime } from '#lib/time/within-time.ts'
import { awaitedEngines, waitForEngine, type EngineWait } from '#lib/waits/engine-waits.ts'

/** A station that was started, and its open port. */
export interface Started {
  readonly name: string
  readonly station: RunningStation
  readonly server: Server
}

const LOOK_MS = 100
const ANSWER_MS_MAX = 5_000

/**
 * Resolves when each of the stations can do its work; never when the signal comes before. When a station is not ready for
 * another reason than an awaited engine, this is reported as a wait of its own.
 */
export async function untilReady(stations: readonly Started[], signal: AbortSignal): Promise<void> {
  await Promise.all(stations.map((each) => untilOneIsReady(each, signal)))
}

async function untilOneIsReady({ name, station }: Started, signal: AbortSignal): Promise<void> {
  const waitName = `what ${name} needs`
  let wait: EngineWait | undefined
  while (!signal.aborted) {
    try {
      await withinTime(station.check(), ANSWER_MS_MAX)
      wait?.over()
      return
    } catch (error) {
      if (awaitedEngines().every((engine) => engine.name === waitName)) wait ??= waitForEngine(waitName)
      wait?.because(error)
    }
    await sleepUnless(signal, LOOK_MS)
  }
  wait?.over()
  // Callers that still wait end with the process.
  await new Promise<never>(() => undefined)
}
