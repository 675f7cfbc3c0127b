import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { ReportStore } from '#lib/store/reports.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { heldBecause } from './held-reasons.ts'
import { reportHeld } from './screen-subject.ts'

const SWEEP_MS = 600_000
const PAGE = 100

/**
 * Starts the sweep that puts what is hidden because of a forbidden word or host in the queue of the operators, if it is not there: the process died before it
 * did so, or they decided something else than to hide or to show it. Several processes may do it at once, since the queue has one report of the platform about a thing.
 */
export function openHeldSweep({
  subjects,
  reports,
  log,
}: {
  readonly subjects: Pick<SubjectStore, 'list'>
  readonly reports: ReportStore
  readonly log: Logger
}): Pick<NudgedLoop, 'run' | 'stop'> {
  async function pass(stopping: AbortSignal): Promise<void> {
    let cursor: string | undefined
    while (!stopping.aborted) {
      const { items, next } = await subjects.list({ hidden: true, cursor, limit: PAGE })
      for (const after of items)
        await reportHeld({ reports }, { after, held: heldBecause(after.hiddenBecause ?? '') })
      if (next === undefined) return
      cursor = next
    }
  }

  const loop = openNudgedLoop({
    pass,
    everyMs: SWEEP_MS,
    onFailure: (error) => log.warn('cannot report what is held, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}
