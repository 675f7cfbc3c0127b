import { serviceSource } from '#lib/events/event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { SweepStore } from '#lib/store/sweeps.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { matchSubjects, type MatcherPorts } from './match-subjects.ts'
import type { Affected, Reason } from './read-affected.ts'
import type { MatchCounts } from './settle-pairs.ts'

/** The dependencies of the sweep. */
export interface TimeSweepPorts extends MatcherPorts {
  readonly sweeps: SweepStore
  readonly positions: Pick<PositionStore, 'aged'>
  /** How long the last position of a device counts, in milliseconds. */
  readonly positionValidMs: number
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

/** The sweep that acts on the validity of searches and offers, and of positions. */
export interface TimeSweep {
  /** Does what is due now, unless another process does it. */
  run(): Promise<void>
  stop(): Promise<void>
}

/** What turns in a stretch of time: pages of ids, and what they affect. */
interface Turning {
  readonly page: (stretch: Stretch) => Promise<string[]>
  readonly affected: (ids: readonly string[], nowMs: number) => Affected
}

interface Stretch {
  readonly afterMs: number
  readonly untilMs: number
  readonly limit: number
  readonly cursor: string | undefined
}

/**
 * Matches subjects anew when they become valid or invalid, and what follows a device when its position becomes too old, at most 5 s
 * later. One process at a time does it. How far it came is stored, so that what became due while no process ran is done as well.
 */
export function openTimeSweep(options: TimeSweepPorts): TimeSweep {
  const { sweeps, positions, positionValidMs, onMatched, log, ...ports } = options
  const subjects: Turning = {
    page: (stretch) => ports.subjects.turning(stretch),
    affected: (ids, nowMs) => ({ ids: reasonsOf(ids, nowMs, true) }),
  }
  const devices: Turning = {
    page: ({ afterMs, untilMs, ...page }) =>
      positions.aged({ afterMs: afterMs - positionValidMs, untilMs: untilMs - positionValidMs, ...page }),
    affected: (ids, nowMs) => ({ devices: reasonsOf(ids, nowMs, false) }),
  }

  async function sweep(): Promise<void> {
    const nowMs = Date.now()
    const doneUntil = await sweeps.lease(NAME, nowMs, LEASE_MS)
    if (doneUntil === undefined) return
    // A position is too old only after its last millisecond.
    const stretch = { afterMs: doneUntil - AGAIN_MS, untilMs: nowMs }
    await turn(subjects, stretch)
    await turn(devices, { ...stretch, untilMs: nowMs - 1 })
    await sweeps.done(NAME, nowMs)
  }

  async function turn(
    { page, affected }: Turning,
    stretch: Pick<Stretch, 'afterMs' | 'untilMs'>,
  ): Promise<void> {
    for (let cursor: string | undefined; ;) {
      const ids = await page({ ...stretch, limit: BATCH_MAX, cursor })
      const counts = await matchSubjects(affected(ids, Date.now()), ports)
      if (counts.begun + counts.ended > 0) onMatched(counts)
      cursor = ids.at(-1)
      if (ids.length < BATCH_MAX || cursor === undefined) return
    }
  }

  const loop = openNudgedLoop({
    pass: sweep,
    everyMs: SWEEP_MS,
    onFailure: (error) => log.warn('cannot match what became valid or invalid, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}

function reasonsOf(names: readonly string[], nowMs: number, mayBegin: boolean): ReadonlyMap<string, Reason> {
  const cause = { source: serviceSource('matching'), id: newId(), time: nowMs }
  return new Map(names.map((name) => [name, { cause, mayBegin }]))
}
