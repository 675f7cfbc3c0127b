import type { Report, Reported, ReportState } from '#lib/store/reports.ts'

/** A report as both stores keep it: fields for what is asked for, JSON for the rest. */
export interface ReportRecord {
  readonly id: string
  readonly state: ReportState
  /** See `keyOfReported()`. */
  readonly about: string
  readonly reporter?: string | undefined
  readonly owner?: string | undefined
  /** When operators last decided, in milliseconds since 1970. */
  readonly decidedAt?: number | undefined
  readonly version: number
  readonly document: string
}

type Stored = Omit<Report, 'id' | 'reporter' | 'owner' | 'version'>

/**
 * One text that names a reported thing.
 *
 * @example
 * ```ts
 * keyOfReported({ type: 'subject', id: 'a' }) // => 'subject::a'
 * keyOfReported({ type: 'message', channel: 'c', id: 'm' }) // => 'message:c:m'
 * ```
 */
export function keyOfReported({ type, id, channel = '' }: Reported): string {
  return `${type}:${channel}:${id}`
}

/**
 * Whether operators have decided about a report.
 *
 * @example
 * ```ts
 * stateOf({}) // => 'open'
 * ```
 */
export function stateOf({ decision }: Pick<Report, 'decision'>): ReportState {
  return decision === undefined ? 'open' : 'decided'
}

/** The record of a report. */
export function recordOf(report: Report): ReportRecord {
  const { id, reporter, owner, version, ...stored } = report
  return {
    id,
    state: stateOf(report),
    about: keyOfReported(report.about),
    reporter,
    owner,
    decidedAt: report.decision?.at,
    version,
    document: JSON.stringify(stored satisfies Stored),
  }
}

/** The report of a record. */
export function reportOf({ id, reporter, owner, version, document }: ReportRecord): Report {
  const stored: Stored = JSON.parse(document)
  return {
    ...stored,
    id,
    version,
    ...(reporter !== undefined && { reporter }),
    ...(owner !== undefined && { owner }),
  }
}

/** A report after the account of its reporter was deleted: without the person, their words and their messages. */
export function withoutReporter(report: Report): Report {
  const { reporter, email: _email, evidence, ...rest } = report
  const { messages } = evidence
  return {
    ...rest,
    text: '',
    evidence: {
      ...evidence,
      ...(messages !== undefined && { messages: messages.filter(({ from }) => from !== reporter) }),
    },
    version: report.version + 1,
  }
}
