import { ANONYMOUS } from '#lib/auth/caller.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { Evidence, Report, ReportStore } from '#lib/store/reports.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { showSubject } from '../show-subject.ts'

type EvidencePorts = { readonly reports: Pick<ReportStore, 'update'> }

/** What others read and see of a search or an offer. */
const SHOWN = ['title', 'keywords', 'place', 'text', 'images', 'imageTexts'] as const

/** True when the evidence of a report has what others would read of a search or an offer now: operators have seen it. */
export function isSeen({ subject, edited }: Evidence, now: Subject): boolean {
  const seen = edited ?? subject ?? {}
  const shown = showSubject(now, ANONYMOUS)
  return SHOWN.every((name) => Bun.deepEquals(seen[name], shown[name]))
}

/** Adds what a search or an offer is now to the evidence of a report, if operators have not seen it. */
export async function addEdited({ reports }: EvidencePorts, report: Report, now: Subject): Promise<void> {
  if (isSeen(report.evidence, now)) return
  const evidence = { ...report.evidence, edited: showSubject(now, ANONYMOUS) }
  await reports.update({ ...report, evidence, version: report.version + 1 }, report.version)
}

/**
 * Checks that operators have seen what they are about to show; otherwise it is added to the report.
 *
 * @throws {ProblemError} 412 when its owner edited it since.
 */
export async function checkSeen(ports: EvidencePorts, report: Report, now: Subject): Promise<void> {
  if (!now.hidden || isSeen(report.evidence, now)) return
  await addEdited(ports, report, now)
  const detail =
    'Its owner edited it since: read the report again, which has it as it is now, then decide about it'
  throw new ProblemError({ status: 412, code: 'edited', field: 'If-Match', detail })
}
