import type { Decision, Report, Reported, ReportStore } from '#lib/store/reports.ts'
import { isClaimed } from './claim-report.ts'

const PAGE = 100
const PAGES_MAX = 100
const TURNS: ReadonlySet<Decision['kind'] | undefined> = new Set(['hide', 'show'])

/**
 * Writes a decision to all open reports about a thing: otherwise each of them would have to be decided, and the old ones would hide it again. "hide" and "show"
 * also replace each other in those that are decided: their reporters read what counts now.
 */
export async function decideAll(
  reports: Pick<ReportStore, 'list' | 'update'>,
  about: Reported,
  decision: Decision,
): Promise<void> {
  let cursor: string | undefined
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const { items, next } = await reports.list({ about, cursor, limit: PAGE })
    for (const each of items) {
      const decided = { ...each, decision, version: each.version + 1 }
      if (isMeant(each, decision)) await reports.update(decided, each.version)
    }
    if (next === undefined) return
    cursor = next
  }
}

function isMeant(report: Report, { kind, at }: Decision): boolean {
  if (isClaimed(report, at)) return false
  const before = report.decision?.kind
  return before === undefined || (before !== kind && TURNS.has(before) && TURNS.has(kind))
}
