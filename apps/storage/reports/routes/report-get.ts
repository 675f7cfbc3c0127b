import { z } from '@hono/zod-openapi'
import type { Caller } from '#lib/auth/caller.ts'
import { jsonWithEtag, notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { inFormats, ownId, pageSchema, problemResponses } from '#lib/http/wire-schemas.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'
import { reportView } from '../../pages/report/report-view.tsx'
import type { Report } from '#lib/store/reports.ts'
import type { ReportPorts } from '../options.ts'
import { digestOfSecret } from '../report-secret.ts'
import { reportSchema } from '../report-wire.ts'
import { reportTag, showReport, showWholeReport } from '../show-report.ts'

const SECRET_LENGTH_MAX = 200

const query = z.object({
  secret: z
    .string({ error: 'must be text' })
    .max(SECRET_LENGTH_MAX, { error: `must be at most ${SECRET_LENGTH_MAX} characters` })
    .optional()
    .openapi({ description: 'That of the receipt' }),
})

/** `GET /store/reports/{id}`. */
export const reportGet = defineRoute({
  method: 'get',
  path: '/store/reports/{id}',
  access: { everybody: 'the secret of the receipt shows a report without an account' },
  tags: ['Reports'],
  summary:
    'A report with its decision: for its reporter, for who has the secret of its receipt, and for operators',
  request: { params: z.object({ id: ownId }), query },
  answers: {
    200: inFormats('The report; a page for operators only', { json: reportSchema, html: pageSchema }),
    304: notModified,
    ...problemResponses,
  },
  handle:
    ({ reports, assets }: Pick<ReportPorts, 'reports'> & PagePorts) =>
    async (c) => {
      const caller = c.get('caller')
      const report = await reports.find(c.req.valid('param').id)
      if (report === undefined) throw notFound('report')
      if (caller.role === 'operate' || caller.role === 'admin') {
        const whole = showWholeReport(report)
        if (wantedFormat(c.req.raw.headers, ['html']) === 'html')
          return reportView.respond(c.req.raw, assets, { report: whole, tag: reportTag(report) })
        return jsonWithEtag(c, whole, { etagOf: () => reportTag(report) })
      }
      if (!maySeeReport(report, caller, c.req.valid('query').secret)) throw notFound('report')
      return jsonWithEtag(c, showReport(report), { etagOf: () => reportTag(report) })
    },
})

function maySeeReport({ reporter, secretHash }: Report, caller: Caller, secret: string | undefined): boolean {
  if (caller.role === 'person' && caller.person === reporter) return true
  return secret !== undefined && digestOfSecret(secret) === secretHash
}
