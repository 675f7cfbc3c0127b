import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { inFormats, pageSchema, problemResponses, VARY_ACCEPT } from '#lib/http/wire-schemas.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import type { OffersOptions } from '../options.ts'
import { jobsView } from '../pages/jobs/jobs-view.tsx'
import { jobSchema, showRun } from '../run-wire.ts'

/** `GET /jobs`. */
export const jobsGet = defineRoute({
  method: 'get',
  path: '/jobs',
  access: ['operate', 'admin'],
  summary: 'The importers, each with its last run',
  answers: {
    200: inFormats('All importers', { json: z.object({ items: z.array(jobSchema) }), html: pageSchema }),
    ...problemResponses,
  },
  handle:
    ({ importers, runs, assets }: Pick<OffersOptions, 'importers' | 'runs' | 'assets'>) =>
    async (c) => {
      const items = await Promise.all(
        importers.map(async ({ id, owner, cron, keywords }) => {
          const [last] = await runs.list(id, 1)
          return {
            id,
            owner,
            cron,
            keywords: [...keywords],
            ...(last !== undefined && { last: showRun(last) }),
          }
        }),
      )
      if (wantedFormat(c.req.raw.headers, ['html']) === 'html')
        return jobsView.respond(c.req.raw, assets, items)
      return c.json({ items }, 200, VARY_ACCEPT)
    },
})
