import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { answerWritten } from '../answer-subject.ts'
import { editSubject, type EditPorts } from '../edit-subject.ts'
import { checkIfMatch } from '#lib/http/if-match.ts'
import { findOwn } from '../find-own.ts'
import { noteChange } from '../note-change.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'
import { draftSchema, subjectSchema } from '../subject-wire.ts'

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
    handle: (ports: EditPorts) => async (c) => {
      const caller = c.get('caller')
      const stored = await findOwn(ports.subjects, { kind, id: c.req.valid('param').id, caller })
      checkIfMatch(c.req.header('if-match'), stored, true)
      const after = await editSubject(ports, { before: stored, written: c.req.valid('json'), caller })
      noteChange(c, { before: stored, after })
      return answerWritten(c, after, 200)
    },
  })
}
