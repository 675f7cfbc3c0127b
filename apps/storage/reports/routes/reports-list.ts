import { z } from '@hono/zod-openapi'
import { jsonWithEtag, notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField } from '#lib/http/problem.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import {
  formatParameter,
  inFormats,
  ownId,
  pageLimit,
  pageSchema,
  personId,
  problemResponses,
} from '#lib/http/wire-schemas.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'
import { reportsView } from '../../pages/reports/reports-view.tsx'
import { REPORT_STATES, REPORTED_TYPES, type Reported } from '#lib/store/reports.ts'
import type { ReportPorts } from '../options.ts'
import { reportedSchema, reportSchema } from '../report-wire.ts'
import { showWholeReport } from '../show-report.ts'

const LIMIT_MAX = 100
const LIMIT_DEFAULT = 50

const query = z.object({
  state: z.enum(REPORT_STATES, { error: `must be one of ${REPORT_STATES.join(', ')}` }).optional(),
  type: z
    .enum(REPORTED_TYPES, { error: `must be one of ${REPORTED_TYPES.join(', ')}` })
    .optional()
    .openapi({ description: 'With "id": only reports about this thing; a message also has its "channel"' }),
  id: personId.optional(),
  channel: ownId.optional(),
  cursor: ownId.optional(),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
  format: formatParameter(['json', 'html']),
})

/** `GET /store/reports`: the queue of the operators. */
export const reportsList = defineRoute({
  method: 'get',
  path: '/store/reports',
  access: ['operate', 'admin'],
  tags: ['Reports'],
  summary: 'Reports, oldest first',
  request: { query },
  answers: {
    200: inFormats('A page; "next" is the cursor of the following one', {
      json: z.object({ items: z.array(reportSchema), next: z.string().optional() }),
      html: pageSchema,
    }),
    304: notModified,
    ...problemResponses,
  },
  handle:
    ({ reports, assets }: Pick<ReportPorts, 'reports'> & PagePorts) =>
    async (c) => {
      const { state, cursor, limit, format, ...asked } = c.req.valid('query')
      const page = await reports.list({ state, about: readAbout(asked), cursor, limit })
      const items = page.items.map(showWholeReport)
      if (wantedFormat(c.req.raw.headers, ['html'], format) === 'html') {
        const more = page.next && new URLSearchParams({ ...c.req.query(), cursor: page.next }).toString()
        return reportsView.respond(c.req.raw, assets, { items, state, more })
      }
      return jsonWithEtag(c, { items, ...(page.next !== undefined && { next: page.next }) })
    },
})

/**
 * The thing whose reports are asked for.
 *
 * @throws {ProblemError} 400 when only a part of its name is given.
 */
function readAbout(asked: object): Reported | undefined {
  const given = Object.values(asked).some((value) => value !== undefined)
  if (!given) return undefined
  const read = reportedSchema.safeParse(asked)
  if (read.success) return read.data
  const field = String(read.error.issues[0]?.path[0] ?? 'type')
  throw badField(field, field === 'channel' ? 'must be given for a message, and only then' : 'must be given')
}
