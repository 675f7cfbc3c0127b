import { serviceSource } from '#lib/events/event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { SweepStore } from '#lib/store/sweeps.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { matchSubjects, type MatcherPorts } from './match-subject.ts'
import type { MatchCounts } from './settle-pairs.ts'

/** The dependencies of the sweep. */
export interface TimeSweepPorts extends MatcherPorts {
  readonly sweeps: SweepStore
  /** Called with what began and ended, when there may be notices to publish. */
  readonly onMatched: (counts: MatchCounts) => void
  readonly log: Logger
}

const SWEEP_MS = 5_000
const LEASE_MS = 60_000
/** What is covered again: clocks of machines differ, and a subject may have been written just before its time. */
const AGAIN_MS = 60_000
const BATCH_MAX = 200
const NAME = 'validity'

/** The sweep that acts on the validity of searches and offers. */
export interface TimeSweep {
  /** Does what is due now, unless another process does it. */
  run(): Promise<void>
  stop(): Promise<void>
}

/**
 * Matches subjects anew when they become valid or invalid, at most 5 s later. One process at a time does it. How far it came is
 * stored, so that what became due while no process ran is done as well.
 */
export function openTimeSweep({ sweeps, onMatched, log, ...ports }: TimeSweepPorts): TimeSweep {
  async function sweep(): Promise<void> {
    const nowMs = Date.now()
    const doneUntil = await sweeps.lease(NAME, nowMs, LEASE_MS)
    if (doneUntil === undefined) return
    const cause = { source: serviceSource('matching'), id: newId(), time: nowMs }
    const stretch = { afterMs: doneUntil - AGAIN_MS, untilMs: nowMs, limit: BATCH_MAX }
    for (let cursor: string | undefined; ;) {
      const ids = await ports.subjects.turning({ ...stretch, cursor })
      const counts = await matchSubjects(ids, cause, ports)
      if (counts.begun + counts.ended > 0) onMatched(counts)
      cursor = ids.at(-1)
      if (ids.length < BATCH_MAX || cursor === undefined) break
    }
    await sweeps.done(NAME, nowMs)
  }

  const loop = openNudgedLoop({
    pass: sweep,
    everyMs: SWEEP_MS,
    onFailure: (error) => log.warn('cannot match what became valid or invalid, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}
