import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { OffersOptions } from '../options.ts'
import { runSchema, showRun } from '../run-wire.ts'

const jobSchema = z
  .object({
    id: z.string(),
    owner: z.string(),
    cron: z.string(),
    keywords: z.array(z.string()),
    last: runSchema.optional(),
  })
  .openapi('Job')

const route = createRoute({
  method: 'get',
  path: '/jobs',
  summary: 'The importers, each with its last run',
  responses: { 200: json(z.object({ items: z.array(jobSchema) }), 'All of them'), ...problemResponses },
})

/** `GET /jobs`. */
export function getJobs(app: App, { importers, runs }: OffersOptions): void {
  app.openapi(route, async (c) => {
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
    return c.json({ items }, 200)
  })
}
