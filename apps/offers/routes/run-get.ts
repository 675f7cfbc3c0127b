import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { findRun } from '../find-run.ts'
import type { OffersOptions } from '../options.ts'
import { runSchema, showRun } from '../run-wire.ts'

const refusalSchema = z.object({ key: z.string().optional(), reason: z.string() })
const wholeSchema = runSchema
  .extend({
    refusals: z
      .array(refusalSchema)
      .openapi({ description: 'The first items that were refused, once it has ended' }),
  })
  .openapi('WholeRun')

const route = createRoute({
  method: 'get',
  path: '/runs/{id}',
  summary: 'A run of an importer, with the first items that were refused',
  request: { params: z.object({ id: ownId }) },
  responses: { 200: json(wholeSchema, 'As it stands'), ...problemResponses },
})

/** `GET /runs/{id}`. */
export function getRun(app: App, { runs }: OffersOptions): void {
  app.openapi(route, async (c) => {
    const run = await findRun(runs, c.req.valid('param').id)
    const refusals = await runs.refusals(run.id)
    return c.json({ ...showRun(run), refusals: refusals.map((refusal) => ({ ...refusal })) }, 200)
  })
}
