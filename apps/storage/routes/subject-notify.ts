import { createRoute } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import type { StorageOptions } from '../options.ts'
import { findOwn, stale } from '../find-own.ts'
import { subjectChanged } from '../subject-changes.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'

/** `POST /store/{offers|searches}/{id}/notify`: asks for it to be matched anew, without a change. */
export function notifySubject(app: App, { kind, path, tag }: SubjectPath, options: StorageOptions): void {
  const { subjects, courier } = options
  const route = createRoute({
    method: 'post',
    path: `${path}/{id}/notify` as const,
    tags: [tag],
    summary: `Asks for a ${kind} to be matched anew`,
    request: { params: subjectParams },
    responses: { 202: { description: 'It will be' }, ...problemResponses },
  })
  app.openapi(route, async (c) => {
    const stored = await findOwn(subjects, { kind, id: c.req.valid('param').id, caller: c.get('caller') })
    const event = subjectChanged(stored, 'notify', Date.now())
    if ((await subjects.update(stored, stored.version, [event])) === 'stale') throw stale()
    courier.nudge()
    return c.body(null, 202)
  })
}
