import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { StorageOptions } from '../options.ts'
import { activeLimit, checkDevice, checkEnd, tooManyActive, withTidyKeywords } from '../check-draft.ts'
import { checkIfMatch, findOwn, stale } from '../find-own.ts'
import { historyEntry } from '../history-entry.ts'
import { etagOf, showSubject } from '../show-subject.ts'
import { subjectChanged } from '../subject-changes.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'
import { draftSchema, subjectSchema } from '../subject-wire.ts'
import { editedSubject } from '../write-subject.ts'

/** `PUT /store/{offers|searches}/{id}`: an edit of the owner; `If-Match` names the version that was read. */
export function subjectReplace({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'put',
    path: `${path}/{id}`,
    access: ['own', 'service', 'admin'],
    tags: [tag],
    summary: `Edits a ${kind}; If-Match names the state that was read`,
    request: { params: subjectParams, body: { required: true, ...json(draftSchema, `The ${kind}, whole`) } },
    answers: { 200: json(subjectSchema, 'As it is kept now'), ...problemResponses },
    handle:
      ({ subjects, accounts, courier }: Pick<StorageOptions, 'subjects' | 'accounts' | 'courier'>) =>
      async (c) => {
        const caller = c.get('caller')
        const stored = await findOwn(subjects, { kind, id: c.req.valid('param').id, caller })
        checkIfMatch(c.req.header('if-match'), stored, true)
        const draft = withTidyKeywords(c.req.valid('json'), stored)
        if (draft.owner !== undefined && draft.owner !== stored.owner) {
          const detail = '"owner" cannot be changed'
          throw new ProblemError({ status: 422, code: 'owner_fixed', field: 'owner', detail })
        }
        checkEnd(draft, Date.now(), stored)
        await checkDevice(draft, stored.owner, accounts)
        const now = Date.now()
        const subject = editedSubject(stored, draft, now)
        const events = [subjectChanged(subject, 'update', now, stored.device)]
        const outcome = await subjects.update(subject, stored.version, events, {
          limit: activeLimit(stored.owner, now),
          entry: historyEntry(caller, { action: 'update', before: stored, after: subject }),
        })
        if (outcome === 'full') throw tooManyActive()
        if (outcome === 'stale') throw stale()
        courier.nudge()
        return c.json(showSubject((await subjects.find(subject.id)) ?? subject, caller), 200, {
          etag: etagOf(subject),
        })
      },
  })
}
