import type { Caller } from '#lib/auth/caller.ts'
import { badField } from '#lib/http/problem.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Decision, DecisionKind, Report, Reported } from '#lib/store/reports.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { actOnce, finish } from './claim-report.ts'
import { decideAll } from './decide-all.ts'
import { hideSubject } from './hide-subject.ts'
import { checkSeen } from './is-seen.ts'
import type { ReportOptions, ReportPorts } from './options.ts'

type DecidePorts = Pick<ReportPorts, 'reports' | 'subjects' | 'courier' | 'images' | 'forbiddenList'>

/** A decision, and the report in front of the operator. */
export interface Deciding {
  readonly report: Report
  readonly decision: Decision
  readonly caller: Caller
}

/** What can be done about each type of thing, besides "acted" and "none". */
const FITTING: Readonly<Record<Reported['type'], readonly DecisionKind[]>> = {
  subject: ['hide', 'show'],
  picture: ['remove-picture'],
  message: [],
  person: [],
}

/**
 * Does what an operator decided, and writes the decision to the report and to all other open reports about the same thing, see
 * `decideAll()`. Whoever is told that the report was changed has done nothing.
 *
 * @throws {ProblemError} 400 when the decision does not fit the thing, 409 while another operator acts, 412 when the report or the search or offer was changed.
 * @throws {UnavailableError} when apps/images cannot be asked.
 */
export async function decideReport(ports: DecidePorts, deciding: Deciding): Promise<Report> {
  const { report, decision } = deciding
  const { kind } = decision
  if (kind !== 'acted' && kind !== 'none' && !FITTING[report.about.type].includes(kind))
    throw badField('decision', `must not be "${kind}" for a ${report.about.type}`)
  const subject = isTurn(kind) ? await ports.subjects.find(report.about.id) : undefined
  if (kind === 'show' && subject !== undefined) await checkSeen(ports, report, subject)
  await actOnce(ports, report, () => act(ports, deciding, subject))
  const decided = await finish(ports, report, decision)
  await decideAll(ports.reports, report.about, decision)
  return decided
}

async function act(
  ports: DecidePorts,
  { report, decision, caller }: Deciding,
  before: Subject | undefined,
): Promise<void> {
  const { kind, reasons } = decision
  if (kind === 'remove-picture') await removePicture(ports, report.about.id)
  // Its owner may have deleted it since.
  if (before !== undefined)
    await hideSubject(ports, { before, caller, reasons: kind === 'hide' ? reasons : undefined })
}

function isTurn(kind: DecisionKind): boolean {
  return kind === 'hide' || kind === 'show'
}

async function removePicture({ images }: Pick<ReportOptions, 'images'>, id: string): Promise<void> {
  const { status } = await images.call(`/assets/${encodeURIComponent(id)}/removal`, { method: 'POST' })
  if (status !== 204 && status !== 404)
    throw new UnavailableError(`Cannot remove picture "${id}": images answered ${status}`)
}
