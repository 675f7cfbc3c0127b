import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { ReportStore } from '#lib/store/reports.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

const SWEEP_MS = 3_600_000
const DAY_MS = 24 * 3_600_000

/** Starts the sweep that removes reports, with what they hold about people, so many days after the last decision. */
export function openReportSweep({
  reports,
  days,
  log,
}: {
  readonly reports: Pick<ReportStore, 'forget'>
  readonly days: number
  readonly log: Logger
}): Pick<NudgedLoop, 'run' | 'stop'> {
  const loop = openNudgedLoop({
    async pass() {
      const count = await reports.forget(Date.now() - days * DAY_MS)
      if (count > 0) log.info('removed old reports', { count })
    },
    everyMs: SWEEP_MS,
    onFailure: (error) => log.warn('cannot remove old reports, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}
