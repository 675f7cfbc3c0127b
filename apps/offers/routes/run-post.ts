import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { findImporter } from '../find-importer.ts'
import type { OffersOptions } from '../options.ts'

/** `POST /jobs/{id}/run`. */
export const runPost = defineRoute({
  method: 'post',
  path: '/jobs/{id}/run',
  access: ['service', 'admin'],
  summary: 'Runs an importer now, in the background',
  request: { params: z.object({ id: ownId }) },
  answers: { 202: json(z.object({ run: z.string() }), 'Started'), ...problemResponses },
  handle:
    ({ importers, jobs }: Pick<OffersOptions, 'importers' | 'jobs'>) =>
    async (c) => {
      const importer = findImporter(importers, c.req.valid('param').id)
      const { run, isNew } = await jobs.start(importer)
      if (isNew) return c.json({ run }, 202)
      const detail = `The importer is already running, as run ${run}: wait for its end, see /jobs/${importer.id}/runs`
      throw new ProblemError({ status: 409, code: 'running', detail, headers: { 'x-run-id': run } })
    },
})
