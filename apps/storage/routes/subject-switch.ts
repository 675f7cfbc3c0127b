import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { StorageOptions } from '../options.ts'
import { activeLimit, tooManyActive } from '../check-draft.ts'
import { checkIfMatch, findOwn, stale } from '../find-own.ts'
import { historyEntry } from '../history-entry.ts'
import { etagOf, showSubject } from '../show-subject.ts'
import { subjectChanged } from '../subject-changes.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'
import { subjectSchema } from '../subject-wire.ts'
import { switchedSubject } from '../write-subject.ts'

/** The two switches of a subject. */
export const SWITCHES = [
  { verb: 'activate', active: true },
  { verb: 'deactivate', active: false },
] as const

/** `POST /store/{offers|searches}/{id}/activate` and `…/deactivate`. */
export function subjectSwitch({ kind, path, tag }: SubjectPath, { verb, active }: (typeof SWITCHES)[number]) {
  return defineRoute({
    method: 'post',
    path: `${path}/{id}/${verb}`,
    access: ['own', 'service', 'admin'],
    tags: [tag],
    summary: `Switches a ${kind} ${active ? 'on' : 'off'}; one that is so already stays as it is`,
    request: { params: subjectParams },
    answers: { 200: json(subjectSchema, 'As it is kept now'), ...problemResponses },
    handle:
      ({ subjects, courier }: Pick<StorageOptions, 'subjects' | 'courier'>) =>
      async (c) => {
        const caller = c.get('caller')
        const stored = await findOwn(subjects, { kind, id: c.req.valid('param').id, caller })
        checkIfMatch(c.req.header('if-match'), stored, false)
        if (stored.active === active)
          return c.json(showSubject(stored, caller), 200, { etag: etagOf(stored) })
        const now = Date.now()
        const subject = switchedSubject(stored, active, now)
        const events = [subjectChanged(subject, 'setact', now)]
        const outcome = await subjects.update(subject, stored.version, events, {
          limit: activeLimit(stored.owner, now),
          entry: historyEntry(caller, { action: 'setact', before: stored, after: subject }),
        })
        if (outcome === 'full') throw tooManyActive()
        if (outcome === 'stale') throw stale()
        courier.nudge()
        return c.json(showSubject(subject, caller), 200, { etag: etagOf(subject) })
      },
  })
}
