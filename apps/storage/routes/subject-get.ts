import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { StorageOptions } from '../options.ts'
import { etagOf, maySee, showSubject } from '../show-subject.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'
import { subjectSchema } from '../subject-wire.ts'

/** `GET /store/{offers|searches}/{id}`. */
export function subjectGet({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'get',
    path: `${path}/{id}`,
    access: { everybody: 'searches and offers are there to be found' },
    tags: [tag],
    summary: `One ${kind}: an active one, or one of the caller's own`,
    request: { params: subjectParams },
    answers: { 200: json(subjectSchema, 'As the caller may see it'), ...problemResponses },
    handle:
      ({ subjects }: Pick<StorageOptions, 'subjects'>) =>
      async (c) => {
        const caller = c.get('caller')
        const subject = await subjects.find(c.req.valid('param').id)
        if (subject === undefined || subject.kind !== kind || !maySee(caller, subject, Date.now()))
          throw notFound(kind)
        return c.json(showSubject(subject, caller), 200, { etag: etagOf(subject) })
      },
  })
}
