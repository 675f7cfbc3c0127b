import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { jsonOrPage, problemResponses, VARY_ACCEPT } from '#lib/http/wire-schemas.ts'
import { prefersHtml } from '#lib/ui/prefers-html.ts'
import type { OffersOptions } from '../options.ts'
import { jobsView } from '../pages/jobs/jobs-view.tsx'
import { jobSchema, showRun } from '../run-wire.ts'

/** `GET /jobs`. */
export const jobsGet = defineRoute({
  method: 'get',
  path: '/jobs',
  access: ['operate', 'admin'],
  summary: 'The importers, each with its last run',
  answers: { 200: jsonOrPage(z.object({ items: z.array(jobSchema) }), 'All importers'), ...problemResponses },
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
      if (prefersHtml(c.req.raw.headers)) return jobsView.respond(c.req.raw, assets, items)
      return c.json({ items }, 200, VARY_ACCEPT)
    },
})
