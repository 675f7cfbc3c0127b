import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { inFormats, ownId, pageSchema, problemResponses, VARY_ACCEPT } from '#lib/http/wire-schemas.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { findRun } from '../find-run.ts'
import type { OffersOptions } from '../options.ts'
import { runView } from '../pages/run/run-view.tsx'
import { showRun, wholeRunSchema } from '../run-wire.ts'

/** `GET /runs/{id}`. */
export const runGet = defineRoute({
  method: 'get',
  path: '/runs/{id}',
  access: ['operate', 'admin'],
  summary: 'A run of an importer, with the first refused items',
  request: { params: z.object({ id: ownId }) },
  answers: {
    200: inFormats('The current state', { json: wholeRunSchema, html: pageSchema }),
    ...problemResponses,
  },
  handle:
    ({ runs, assets }: Pick<OffersOptions, 'runs' | 'assets'>) =>
    async (c) => {
      const run = await findRun(runs, c.req.valid('param').id)
      const refusals = await runs.refusals(run.id)
      const whole = { ...showRun(run), refusals: refusals.map((refusal) => ({ ...refusal })) }
      if (wantedFormat(c.req.raw.headers, ['html']) === 'html')
        return runView.respond(c.req.raw, assets, whole)
      return c.json(whole, 200, VARY_ACCEPT)
    },
})
