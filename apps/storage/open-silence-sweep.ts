import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { Courier } from '#lib/outbox/open-courier.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { IndexedSubject, SubjectIndex } from '#lib/store/subjects.ts'
import type { SweepStore } from '#lib/store/sweeps.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { isPaused, pauseFollowers, type PausePorts, type SilentFollowers } from './pause-followers.ts'

/** The dependencies of the sweep. */
export interface SilenceSweepPorts extends PausePorts {
  readonly index: Pick<SubjectIndex, 'findAll'>
  readonly positions: Pick<PositionStore, 'aged'>
  readonly sweeps: SweepStore
  readonly courier: Pick<Courier<unknown>, 'nudge'>
  /** After which time without a position a device is silent, in milliseconds. */
  readonly silentMs: number
  readonly log: Logger
}

const NAME = 'silence'
const SWEEP_MS = 60_000
const LEASE_MS = 300_000
/** What is covered again: clocks of machines differ. */
const AGAIN_MS = 120_000
/** Nobody wants to hear of a device that was silent for longer when no process ran. */
const NEWS_MS = 7 * 24 * 60 * 60_000
const BATCH_MAX = 200

/**
 * Starts the sweep that tells owners once when a device of theirs is silent. One process at a time does it, and stores how far it came.
 * Nothing has to be done for the pause itself: what follows a silent device is read as paused, until the next position.
 */
export function openSilenceSweep({
  index,
  positions,
  sweeps,
  courier,
  silentMs,
  log,
  ...ports
}: SilenceSweepPorts): Pick<NudgedLoop, 'run' | 'stop'> {
  async function pass(stopping: AbortSignal): Promise<void> {
    const nowMs = Date.now()
    const doneUntil = await sweeps.lease(NAME, nowMs, LEASE_MS)
    if (doneUntil === undefined) return
    const afterMs = Math.max(doneUntil - AGAIN_MS, nowMs - NEWS_MS) - silentMs
    // A device is silent only after the last millisecond.
    const stretch = { afterMs, untilMs: nowMs - silentMs - 1, limit: BATCH_MAX }
    for (let cursor: string | undefined; ;) {
      const devices = await positions.aged({ ...stretch, cursor })
      const followers = await index.findAll({ devices })
      for (const silent of groupFollowers(followers)) if (await pauseFollowers(silent, ports)) courier.nudge()
      cursor = devices.at(-1)
      if (devices.length < BATCH_MAX || cursor === undefined) break
      // The lease ends by itself, and whoever is next begins where this one began.
      if (stopping.aborted) return
    }
    await sweeps.done(NAME, nowMs)
  }

  const loop = openNudgedLoop({
    pass,
    everyMs: SWEEP_MS,
    onFailure: (error) => log.warn('cannot tell that devices are silent, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}

/** What is paused, by device and owner: nobody is told of the followers of somebody else. */
function groupFollowers(followers: readonly IndexedSubject[]): SilentFollowers[] {
  const groups = new Map<string, SilentFollowers>()
  for (const follower of followers) {
    const { id, device, owner, positionTime: seenMs } = follower
    if (device === undefined || seenMs === undefined || !isPaused(follower)) continue
    const key = JSON.stringify([device, owner])
    const ids = [...(groups.get(key)?.ids ?? []), id]
    groups.set(key, { device, owner, seenMs, ids })
  }
  return [...groups.values()]
}
