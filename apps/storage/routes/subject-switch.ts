import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { answerWritten } from '../answer-subject.ts'
import { saveChange, type EditPorts } from '../edit-subject.ts'
import { checkIfMatch } from '#lib/http/if-match.ts'
import { findOwn } from '../find-own.ts'
import { noteChange } from '../note-change.ts'
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
    handle: (ports: Pick<EditPorts, 'subjects' | 'courier'>) => async (c) => {
      const caller = c.get('caller')
      const stored = await findOwn(ports.subjects, { kind, id: c.req.valid('param').id, caller })
      checkIfMatch(c.req.header('if-match'), stored, false)
      if (stored.active === active) return answerWritten(c, stored, 200)
      const changed = switchedSubject(stored, active, Date.now())
      const after = await saveChange(ports, { before: stored, after: changed, caller, action: 'setact' })
      noteChange(c, { before: stored, after })
      return answerWritten(c, after, 200)
    },
  })
}
