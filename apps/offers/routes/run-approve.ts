import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { Run, RunState } from '#lib/store/runs.ts'
import { findImporter } from '../find-importer.ts'
import { findRun } from '../find-run.ts'
import type { OffersOptions } from '../options.ts'

/** `POST /runs/{id}/approve`. */
export const runApprove = defineRoute({
  method: 'post',
  path: '/runs/{id}/approve',
  access: ['operate', 'admin'],
  summary:
    'Approves a suspect run, and runs the importer again; that run removes the offers that the source no longer has',
  request: { params: z.object({ id: ownId }) },
  answers: {
    202: json(z.object({ run: z.string() }), 'The new run, which removes the missing offers'),
    ...problemResponses,
  },
  handle:
    ({ importers, runs, jobs }: Pick<OffersOptions, 'importers' | 'runs' | 'jobs'>) =>
    async (c) => {
      const { id, importer: importerId, state } = await findRun(runs, c.req.valid('param').id)
      const importer = findImporter(importers, importerId)
      if (state !== 'suspect') throw notSuspect(state)
      const newest = await runs.latest(importerId, ['running', 'done', 'suspect', 'approved'])
      if (newest !== undefined && newest.id !== id) throw superseded(newest)
      if (!(await runs.approve(id))) throw notSuspect('approved')
      const { run } = await jobs.start(importer)
      return c.json({ run }, 202)
    },
})

function notSuspect(state: RunState): ProblemError {
  const detail = `Only a suspect run can be approved: the state of this one is "${state}"`
  return new ProblemError({ status: 409, code: 'not_suspect', detail })
}

function superseded({ id, state }: Run): ProblemError {
  const shared = { status: 409, headers: { 'x-run-id': id } }
  return state === 'running'
    ? new ProblemError({
        ...shared,
        code: 'running',
        detail: `Run ${id} is running: wait for its end, or cancel it`,
      })
    : new ProblemError({
        ...shared,
        code: 'superseded',
        detail: `A later run exists: approve run ${id} instead, if it is suspect`,
      })
}
