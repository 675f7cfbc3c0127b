import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { findRun } from '../find-run.ts'
import type { OffersOptions } from '../options.ts'
import { runSchema, showRun } from '../run-wire.ts'

const refusalSchema = z.object({ key: z.string().optional(), reason: z.string() })
const wholeSchema = runSchema
  .extend({
    refusals: z
      .array(refusalSchema)
      .openapi({ description: 'The first refused items, once the run has ended' }),
  })
  .openapi('WholeRun')

/** `GET /runs/{id}`. */
export const runGet = defineRoute({
  method: 'get',
  path: '/runs/{id}',
  access: ['operate', 'admin'],
  summary: 'A run of an importer, with the first refused items',
  request: { params: z.object({ id: ownId }) },
  answers: { 200: json(wholeSchema, 'The current state'), ...problemResponses },
  handle:
    ({ runs }: Pick<OffersOptions, 'runs'>) =>
    async (c) => {
      const run = await findRun(runs, c.req.valid('param').id)
      const refusals = await runs.refusals(run.id)
      return c.json({ ...showRun(run), refusals: refusals.map((refusal) => ({ ...refusal })) }, 200)
    },
})
