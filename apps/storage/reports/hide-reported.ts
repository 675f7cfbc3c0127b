import { ANONYMOUS } from '#lib/auth/caller.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { Report } from '#lib/store/reports.ts'
import { hideSubject } from './hide-subject.ts'
import type { ReportPorts } from './options.ts'

type HidePorts = Pick<ReportPorts, 'reports' | 'subjects' | 'courier' | 'hideAfterReports' | 'forbiddenList'>

const TRIES_MAX = 5
const REASONS = 'Several people have reported it. It is hidden until we have looked at it.'

/**
 * Hides what was reported, until operators look at it, once enough people with an account have open reports about it. Reports without an account do not
 * count: one person could make all of them.
 */
export async function hideReported(ports: HidePorts, { about, reporter }: Report): Promise<void> {
  const { hideAfterReports: needed = 0, reports, subjects } = ports
  if (needed === 0 || about.type !== 'subject' || reporter === undefined) return
  if ((await reports.reporters(about, needed)) < needed) return
  for (let tries = 1; ; tries += 1) {
    const before = await subjects.find(about.id)
    if (before === undefined || before.hidden) return
    try {
      await hideSubject(ports, { before, caller: ANONYMOUS, reasons: REASONS })
      return
    } catch (error) {
      // Its owner has edited it at this moment.
      const isStale = error instanceof ProblemError && error.problem.status === 412
      if (!isStale || tries === TRIES_MAX) throw error
    }
  }
}
