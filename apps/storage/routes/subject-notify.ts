import { defineRoute } from '#lib/http/define-route.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import type { StorageOptions } from '../options.ts'
import { checkIfMatch, stale } from '#lib/http/if-match.ts'
import { findOwn } from '../find-own.ts'
import { subjectChanged } from '../subject-changes.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'

/** `POST /store/{offers|searches}/{id}/notify`: requests a new matching without an edit. */
export function subjectNotify({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'post',
    path: `${path}/{id}/notify`,
    access: ['own', 'service', 'admin'],
    tags: [tag],
    summary: `Asks for a ${kind} to be matched anew`,
    request: { params: subjectParams },
    answers: { 202: { description: 'It will be' }, ...problemResponses },
    handle:
      ({ subjects, courier }: Pick<StorageOptions, 'subjects' | 'courier'>) =>
      async (c) => {
        const stored = await findOwn(subjects, { kind, id: c.req.valid('param').id, caller: c.get('caller') })
        checkIfMatch(c.req.header('if-match'), stored, false)
        const event = subjectChanged(stored, 'notify', Date.now())
        if ((await subjects.update(stored, stored.version, [event])) === 'stale') throw stale()
        courier.nudge()
        return c.body(null, 202)
      },
  })
}
