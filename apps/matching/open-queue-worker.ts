import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { matchQueued } from './match-queued.ts'
import type { MatcherPorts } from './match-subjects.ts'
import type { MatchCounts } from './settle-pairs.ts'

/** The dependencies of the worker. */
export interface QueueWorkerPorts extends MatcherPorts {
  /** Called with what began, when there may be notices to publish. */
  readonly onMatched: (counts: MatchCounts) => void
  readonly log: Logger
}

const LOOK_MS = 500
const LEASE_MS = 30_000
/** Subjects that are handled together, each with one page of candidates. */
const SEEKERS_MAX = 8

/** The worker that matches subjects with the candidates that were too many for their batch, or for their bound. */
export interface QueueWorker {
  /** Handles all that is in the queue and free now. */
  run(): Promise<void>
  stop(): Promise<void>
}

/** Starts the worker. It handles the queue page by page beside the batches of moves, so that a crowd does not delay them. */
export function openQueueWorker({ onMatched, log, ...ports }: QueueWorkerPorts): QueueWorker {
  const loop = openNudgedLoop({
    async pass(stopping) {
      while (!stopping.aborted) {
        const queued = await ports.queue.lease(SEEKERS_MAX, LEASE_MS, Date.now())
        if (queued.length === 0) return
        const counts = await matchQueued(queued, ports)
        if (counts.begun + counts.ended > 0) onMatched(counts)
      }
    },
    everyMs: LOOK_MS,
    onFailure: (error) => log.warn('cannot match further candidates, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}
