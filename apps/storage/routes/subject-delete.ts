import { createRoute } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import type { StorageOptions } from '../options.ts'
import { checkIfMatch, findOwn, stale } from '../find-own.ts'
import { subjectChanged } from '../subject-changes.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'

/** `DELETE /store/{offers|searches}/{id}`: it goes at once, and its matches end. */
export function deleteSubject(app: App, { kind, path, tag }: SubjectPath, options: StorageOptions): void {
  const { subjects, courier } = options
  const route = createRoute({
    method: 'delete',
    path: `${path}/{id}` as const,
    tags: [tag],
    summary: `Deletes a ${kind}`,
    request: { params: subjectParams },
    responses: { 204: { description: 'It is gone' }, ...problemResponses },
  })
  app.openapi(route, async (c) => {
    const stored = await findOwn(subjects, { kind, id: c.req.valid('param').id, caller: c.get('caller') })
    checkIfMatch(c.req.header('if-match'), stored, false)
    const event = subjectChanged({ ...stored, active: false }, 'delete', Date.now())
    if (!(await subjects.remove(stored.id, stored.version, [event]))) throw stale()
    courier.nudge()
    return c.body(null, 204)
  })
}
