import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { stateOf } from '#lib/store/report-record.ts'
import type { Report } from '#lib/store/reports.ts'
import { checkIfMatch } from '#lib/http/if-match.ts'
import { decideReport } from '../decide-report.ts'
import type { ReportPorts } from '../options.ts'
import { decisionDraft, reportSchema } from '../report-wire.ts'
import { reportTag, showWholeReport } from '../show-report.ts'

/** `POST /store/reports/{id}/decide`. */
export const reportDecide = defineRoute({
  method: 'post',
  path: '/store/reports/{id}/decide',
  access: ['operate', 'admin'],
  tags: ['Reports'],
  summary:
    'Decides about a report, and about all other open ones of the same thing; If-Match names the state that was read',
  description:
    'The reporters are told the reasons, and the owner those of "hide". "hide" and "show" are for searches and offers, "remove-picture" for pictures. A later decision replaces an earlier one',
  request: {
    params: z.object({ id: ownId }),
    body: { required: true, ...json(decisionDraft, 'The decision') },
  },
  answers: { 200: json(reportSchema, 'As it is kept now'), ...problemResponses },
  handle: (ports: ReportPorts) => async (c) => {
    const caller = c.get('caller')
    const report = await ports.reports.find(c.req.valid('param').id)
    if (report === undefined) throw notFound('report')
    checkIfMatch(c.req.header('if-match'), report, true)
    const { decision: kind, reasons } = c.req.valid('json')
    const decision = { kind, reasons, at: Date.now(), by: personOf(caller) ?? '' }
    const decided = await decideReport(ports, { report, decision, caller })
    c.set('acted', { owner: report.owner ?? '', before: actedOf(report), after: actedOf(decided) })
    return c.json(showWholeReport(decided), 200, { etag: reportTag(decided) })
  },
})

/** What the audit log keeps: nothing of what the reporter wrote. */
function actedOf(report: Report) {
  return { state: stateOf(report), decision: report.decision?.kind, reasons: report.decision?.reasons }
}
