import { ProblemError } from '#lib/http/problem.ts'
import type { Report, ReportStore } from '#lib/store/reports.ts'
import { stale } from '#lib/http/if-match.ts'

/** Longer than carrying out a decision takes. After it, what a process left behind when it died can be decided again. */
const CLAIM_MS = 60_000
const TRIES_MAX = 5

type ClaimPorts = { readonly reports: Pick<ReportStore, 'find' | 'update'> }

/** True while an operator carries out a decision about a report. */
export function isClaimed({ claimedAt }: Pick<Report, 'claimedAt'>, nowMs: number): boolean {
  return claimedAt !== undefined && nowMs - claimedAt < CLAIM_MS
}

/**
 * Carries out a decision about a report: of several operators with the same state of it, only the first one acts. When it fails, the report is open as before;
 * also a minute after the process died, and then the decision is made again.
 *
 * @throws {ProblemError} 409 while another operator acts, 412 when the report was changed in the meantime.
 */
export async function actOnce(
  { reports }: ClaimPorts,
  report: Report,
  act: () => Promise<void>,
): Promise<void> {
  const now = Date.now()
  if (isClaimed(report, now)) throw deciding()
  const claimed: Report = { ...report, claimedAt: now, version: report.version + 1 }
  if (!(await reports.update(claimed, report.version))) throw stale()
  try {
    await act()
  } catch (error) {
    const { claimedAt: _claim, ...free } = claimed
    await reports.update({ ...free, version: claimed.version + 1 }, claimed.version)
    throw error
  }
}

/**
 * Writes the decision that was carried out, also when the account of the reporter was deleted meanwhile; gives the report.
 *
 * @throws {ProblemError} 412 when the report changes all the time.
 */
export async function finish(
  { reports }: ClaimPorts,
  report: Report,
  decision: NonNullable<Report['decision']>,
): Promise<Report> {
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    const found = await reports.find(report.id)
    const { claimedAt: _claim, ...current } = found ?? report
    const decided = { ...current, decision, version: current.version + 1 }
    // It goes with the account of the owner.
    if (found === undefined || (await reports.update(decided, current.version))) return decided
  }
  throw stale()
}

function deciding(): ProblemError {
  const detail = 'An operator decides about it at this moment: read it again in a minute'
  return new ProblemError({ status: 409, code: 'deciding', detail })
}
