import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { findRun } from '../find-run.ts'
import type { OffersOptions } from '../options.ts'
import { runSchema, showRun } from '../run-wire.ts'

/** `POST /runs/{id}/cancel`. */
export const runCancel = defineRoute({
  method: 'post',
  path: '/runs/{id}/cancel',
  access: ['operate', 'admin'],
  summary: 'Cancels a run; its written offers stay, and it removes no more',
  request: { params: z.object({ id: ownId }) },
  answers: { 202: json(runSchema, 'The run ends within seconds'), ...problemResponses },
  handle:
    ({ runs, jobs }: Pick<OffersOptions, 'runs' | 'jobs'>) =>
    async (c) => {
      const { id } = await findRun(runs, c.req.valid('param').id)
      if (!(await jobs.cancel(id))) {
        const detail = 'Only an active run can be cancelled: this run has ended'
        throw new ProblemError({ status: 409, code: 'not_running', detail })
      }
      return c.json(showRun(await findRun(runs, id)), 202)
    },
})
