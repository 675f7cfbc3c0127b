import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { Bulk } from '#lib/store/bulks.ts'
import { bulkWritten } from './hold-bulk.ts'
import type { BulkOptions } from './options.ts'

const SWEEP_MS = 30_000
const BATCH_MAX = 50

/**
 * Starts the sweep that lets matching know of bulks with which nobody goes on: their client left, or their process died. What they wrote
 * so far is stored, and should match.
 */
export function openBulkSweep({
  bulks,
  bulkCourier,
  log,
}: Pick<BulkOptions, 'bulks' | 'bulkCourier' | 'log'>): Pick<NudgedLoop, 'run' | 'stop'> {
  async function tell(bulk: Bulk): Promise<void> {
    const events = [bulkWritten(bulk.owner, Date.now())]
    // Nothing happens when somebody wrote or went on with it meanwhile, or began another run.
    const end = { isDone: false, dueAt: 0, events, ifDueAt: bulk.dueAt }
    if (await bulks.leave(bulk, end)) bulkCourier.nudge()
  }

  const loop = openNudgedLoop({
    async pass(stopping) {
      for (let due = await bulks.due(Date.now(), BATCH_MAX); due.length > 0;) {
        for (const bulk of due) await tell(bulk)
        if (stopping.aborted) return
        due = await bulks.due(Date.now(), BATCH_MAX)
      }
    },
    everyMs: SWEEP_MS,
    onFailure: (error) =>
      log.warn('cannot tell of bulks that nobody goes on with, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}
