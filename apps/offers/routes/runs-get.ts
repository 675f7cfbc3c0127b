import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, ownId, pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import { findImporter } from '../find-importer.ts'
import type { OffersOptions } from '../options.ts'
import { runSchema, showRun } from '../run-wire.ts'

const LIMIT_MAX = 100
const LIMIT_DEFAULT = 20

/** `GET /jobs/{id}/runs`. */
export const runsGet = defineRoute({
  method: 'get',
  path: '/jobs/{id}/runs',
  access: ['operate', 'admin'],
  summary: 'Runs of an importer, newest first',
  request: {
    params: z.object({ id: ownId }),
    query: z.object({ limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT) }),
  },
  answers: { 200: json(z.object({ items: z.array(runSchema) }), 'The runs'), ...problemResponses },
  handle:
    ({ importers, runs }: Pick<OffersOptions, 'importers' | 'runs'>) =>
    async (c) => {
      const { id } = findImporter(importers, c.req.valid('param').id)
      const list = await runs.list(id, c.req.valid('query').limit)
      return c.json({ items: list.map(showRun) }, 200)
    },
})
