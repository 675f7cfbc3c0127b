import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
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

/** `GET /jobs`. */
export const jobsGet = defineRoute({
  method: 'get',
  path: '/jobs',
  access: ['operate', 'admin'],
  summary: 'The importers, each with its last run',
  answers: { 200: json(z.object({ items: z.array(jobSchema) }), 'All importers'), ...problemResponses },
  handle:
    ({ importers, runs }: Pick<OffersOptions, 'importers' | 'runs'>) =>
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
      return c.json({ items }, 200)
    },
})
