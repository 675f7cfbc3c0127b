import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import {
  inFormats,
  ownId,
  pageLimit,
  pageSchema,
  problemResponses,
  VARY_ACCEPT,
} from '#lib/http/wire-schemas.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { findImporter } from '../find-importer.ts'
import type { OffersOptions } from '../options.ts'
import { runsView } from '../pages/runs/runs-view.tsx'
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
  answers: {
    200: inFormats('The runs', { json: z.object({ items: z.array(runSchema) }), html: pageSchema }),
    ...problemResponses,
  },
  handle:
    ({ importers, runs, assets }: Pick<OffersOptions, 'importers' | 'runs' | 'assets'>) =>
    async (c) => {
      const { id } = findImporter(importers, c.req.valid('param').id)
      const list = await runs.list(id, c.req.valid('query').limit)
      const items = list.map(showRun)
      if (wantedFormat(c.req.raw.headers, ['html']) === 'html')
        return runsView.respond(c.req.raw, assets, { importer: id, runs: items })
      return c.json({ items }, 200, VARY_ACCEPT)
    },
})
