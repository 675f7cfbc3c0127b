import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { jsonOrPage, problemResponses, VARY_ACCEPT } from '#lib/http/wire-schemas.ts'
import { prefersHtml } from '#lib/ui/prefers-html.ts'
import type { StorageOptions } from '../options.ts'
import { subjectView } from '../pages/subject/subject-view.tsx'
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
    answers: { 200: jsonOrPage(subjectSchema, 'As the caller may see it'), ...problemResponses },
    handle:
      ({ subjects, assets }: Pick<StorageOptions, 'subjects' | 'assets'>) =>
      async (c) => {
        const caller = c.get('caller')
        const subject = await subjects.find(c.req.valid('param').id)
        if (subject === undefined || subject.kind !== kind || !maySee(caller, subject, Date.now()))
          throw notFound(kind)
        const shown = showSubject(subject, caller)
        if (prefersHtml(c.req.raw.headers))
          return subjectView.respond(c.req.raw, assets, { of: { kind, path }, subject: shown })
        return c.json(shown, 200, { etag: etagOf(subject), ...VARY_ACCEPT })
      },
  })
}
