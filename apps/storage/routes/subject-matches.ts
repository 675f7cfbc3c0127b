import { createRoute, z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { App } from '#lib/http/create-app.ts'
import { pathSegment } from '#lib/http/path-segment.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { matchListSchema } from '#lib/service-client/match-list.ts'
import type { StorageOptions } from '../options.ts'
import { findOwn } from '../find-own.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'

const answer = z.object({ items: matchListSchema })

/** `GET /store/{offers|searches}/{id}/matches`: what it met, asked of apps/matching, which owns the matches. */
export function getSubjectMatches(app: App, { kind, path, tag }: SubjectPath, options: StorageOptions): void {
  const { subjects, matching } = options
  const route = createRoute({
    method: 'get',
    path: `${path}/{id}/matches` as const,
    tags: [tag],
    summary: `Matches of a ${kind} of the caller's own, newest first`,
    request: { params: subjectParams },
    responses: { 200: json(answer, 'Its matches'), ...problemResponses },
  })
  app.openapi(route, async (c) => {
    const caller = c.get('caller')
    const { id } = await findOwn(subjects, { kind, id: c.req.valid('param').id, caller })
    const isHiding = caller.role === 'person'
    const response = await matching.call(`/matching/matches/${pathSegment(id)}?hide_blocked=${isHiding}`)
    if (response.status !== 200)
      throw new UnavailableError(`Cannot list matches: matching answered ${response.status}`)
    return c.json({ items: answer.parse(await response.json()).items }, 200)
  })
}
