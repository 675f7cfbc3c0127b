import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { findRun } from '../find-run.ts'
import type { OffersOptions } from '../options.ts'
import { runSchema, showRun } from '../run-wire.ts'

const route = createRoute({
  method: 'post',
  path: '/runs/{id}/cancel',
  summary: 'Asks a run to end; what it wrote stays, and it takes nothing more back',
  request: { params: z.object({ id: ownId }) },
  responses: { 202: json(runSchema, 'It was asked, and ends within seconds'), ...problemResponses },
})

/** `POST /runs/{id}/cancel`. */
export function cancelRun(app: App, { runs, jobs }: OffersOptions): void {
  app.openapi(route, async (c) => {
    const { id } = await findRun(runs, c.req.valid('param').id)
    if (!(await jobs.cancel(id))) {
      const detail = 'Only a running run can be cancelled, and this one has ended'
      throw new ProblemError({ status: 409, code: 'not_running', detail })
    }
    return c.json(showRun(await findRun(runs, id)), 202)
  })
}
