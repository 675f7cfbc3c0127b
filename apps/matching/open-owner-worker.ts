import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { RightOfWay } from '#lib/loop/right-of-way.ts'
import { sleepUnless } from '#lib/time/sleep-unless.ts'
import type { CandidateQueue, LeasedSeeker } from '#lib/store/candidate-queue.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { matchOwner } from './match-owner.ts'
import type { MatcherPorts } from './match-subjects.ts'
import type { QueueWorker } from './open-queue-worker.ts'
import type { MatchCounts } from './settle-pairs.ts'

/** The dependencies of the worker. */
export interface OwnerWorkerPorts extends MatcherPorts {
  /** Owners whose offers were written in a bulk. */
  readonly owners: CandidateQueue
  /** Moves and edits of people go first. */
  readonly way: RightOfWay
  /** Called with what began and ended, when there may be notices to publish. */
  readonly onMatched: (counts: MatchCounts) => void
  readonly log: Logger
}

const LOOK_MS = 500
const LEASE_MS = 30_000
/** How long one owner is handled before others may come: half of the lease. */
const TURN_MS = 15_000
/** The longest wait for people: a bulk makes one small step a second also while they always move. */
const WAIT_MS_MAX = 1_000
/** A move that comes while a step runs waits for it: so a step takes no longer than moves usually do, within these bounds. */
const STEP_MS = { min: 5, max: 50 }
const STEP_MAX = 50
/** While people move, it rests after each step for several times as long, so that most moves meet none. */
const REST = { recentMs: 1_000, times: 3, msMax: 250 }

/** Starts the worker that matches the offers of bulks, in small steps, while no moves and edits of people wait. */
export function openOwnerWorker({ owners, way, onMatched, log, ...ports }: OwnerWorkerPorts): QueueWorker {
  let limit = 1

  async function takeTurn(owner: LeasedSeeker, stopping: AbortSignal): Promise<void> {
    const until = Date.now() + TURN_MS
    let cursor: string | undefined = owner.cursor
    while (cursor !== undefined && Date.now() < until && !stopping.aborted) {
      await way.free(WAIT_MS_MAX)
      const startedAt = performance.now()
      const step = await matchOwner({ ...owner, cursor }, limit, ports)
      // More where most find nothing, fewer where they find many.
      const tookMs = performance.now() - startedAt
      const stepMs = Math.min(STEP_MS.max, Math.max(STEP_MS.min, way.usualMs()))
      limit = tookMs > stepMs ? Math.max(1, Math.floor(limit / 2)) : Math.min(STEP_MAX, limit + 1)
      cursor = step.cursor
      if (step.counts.begun + step.counts.ended > 0) onMatched(step.counts)
      if (way.idleMs() < REST.recentMs) await sleepUnless(stopping, Math.min(REST.msMax, REST.times * tookMs))
    }
    await owners.advance(owner, cursor, Date.now())
  }

  const loop = openNudgedLoop({
    async pass(stopping) {
      while (!stopping.aborted) {
        const [owner] = await owners.lease(1, LEASE_MS, Date.now())
        if (owner === undefined) return
        await takeTurn(owner, stopping)
      }
    },
    everyMs: LOOK_MS,
    onFailure: (error) => log.warn('cannot match the offers of a bulk, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}
