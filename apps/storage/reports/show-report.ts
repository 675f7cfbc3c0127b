import type { z } from '@hono/zod-openapi'
import { stateOf } from '#lib/store/report-record.ts'
import type { Report } from '#lib/store/reports.ts'
import { showMessage } from '../channels/channel-wire.ts'
import type { reportSchema } from './report-wire.ts'

/** A report as it is answered. */
export type ReportView = z.output<typeof reportSchema>

/** A report as its reporter sees it. */
export function showReport(report: Report): ReportView {
  const { id, about, reason, text, at, decision } = report
  return {
    id,
    about: { ...about },
    reason,
    text,
    at: timeOf(at),
    state: stateOf(report),
    ...(decision !== undefined && {
      decision: { kind: decision.kind, reasons: decision.reasons, at: timeOf(decision.at) },
    }),
  }
}

/** A report as operators see it. */
export function showWholeReport(report: Report): ReportView {
  const { reporter, email, owner, evidence, decision } = report
  const { decision: shown, ...view } = showReport(report)
  const { subject, edited, messages, forbidden } = evidence
  return {
    ...view,
    ...(shown !== undefined && { decision: { ...shown, by: decision?.by } }),
    ...(reporter !== undefined && { reporter }),
    ...(email !== undefined && { email }),
    ...(owner !== undefined && { owner }),
    ...(subject !== undefined && { subject: { ...subject } }),
    ...(edited !== undefined && { edited: { ...edited } }),
    ...(messages !== undefined && { messages: messages.map(showMessage) }),
    ...(forbidden !== undefined && { forbidden }),
  }
}

/** The ETag of a report. */
export function reportTag({ version }: Report): string {
  return `"${version}"`
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}
