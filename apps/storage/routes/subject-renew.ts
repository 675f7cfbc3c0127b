import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { answerWritten } from '../answer-subject.ts'
import { saveChange, type EditPorts } from '../edit-subject.ts'
import { checkIfMatch } from '#lib/http/if-match.ts'
import { findOwn } from '../find-own.ts'
import { noteChange } from '../note-change.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'
import { subjectSchema } from '../subject-wire.ts'
import { renewedSubject } from '../write-subject.ts'

/** `POST /store/{offers|searches}/{id}/renew`: moves its end to two weeks from now. */
export function subjectRenew({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'post',
    path: `${path}/{id}/renew`,
    access: ['own', 'service', 'admin'],
    tags: [tag],
    summary: `Renews a ${kind}: its end is two weeks from now; one without an end, or with a later one, stays as it is`,
    request: { params: subjectParams },
    answers: { 200: json(subjectSchema, 'As it is kept now'), ...problemResponses },
    handle: (ports: Pick<EditPorts, 'subjects' | 'courier'>) => async (c) => {
      const caller = c.get('caller')
      const stored = await findOwn(ports.subjects, { kind, id: c.req.valid('param').id, caller })
      checkIfMatch(c.req.header('if-match'), stored, false)
      const changed = renewedSubject(stored, Date.now())
      if (changed === stored) return answerWritten(c, stored, 200)
      const after = await saveChange(ports, { before: stored, after: changed, caller, action: 'renew' })
      noteChange(c, { before: stored, after })
      return answerWritten(c, after, 200)
    },
  })
}
