import { defineRoute } from '#lib/http/define-route.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import type { StorageOptions } from '../options.ts'
import { checkIfMatch, stale } from '#lib/http/if-match.ts'
import { findOwn } from '../find-own.ts'
import { subjectChanged } from '../subject-changes.ts'
import { noteChange } from '../note-change.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'

/** `DELETE /store/{offers|searches}/{id}`: deletes it; its matches end. */
export function subjectDelete({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'delete',
    path: `${path}/{id}`,
    access: ['own', 'service', 'admin'],
    tags: [tag],
    summary: `Deletes a ${kind}`,
    request: { params: subjectParams },
    answers: { 204: { description: 'It is gone' }, ...problemResponses },
    handle:
      ({ subjects, courier }: Pick<StorageOptions, 'subjects' | 'courier'>) =>
      async (c) => {
        const stored = await findOwn(subjects, { kind, id: c.req.valid('param').id, caller: c.get('caller') })
        checkIfMatch(c.req.header('if-match'), stored, false)
        const event = subjectChanged({ ...stored, active: false }, 'delete', Date.now(), stored.device)
        if (!(await subjects.remove(stored.id, stored.version, [event]))) throw stale()
        courier.nudge()
        noteChange(c, { before: stored })
        return c.body(null, 204)
      },
  })
}
