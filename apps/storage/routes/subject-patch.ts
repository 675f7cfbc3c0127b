import { defineRoute } from '#lib/http/define-route.ts'
import { mergePatch } from '#lib/http/merge-patch.ts'
import { json, mergePatchBody, problemResponses } from '#lib/http/wire-schemas.ts'
import { wrongField } from '#lib/http/wrong-field.ts'
import { answerWritten } from '../answer-subject.ts'
import { editSubject, type EditPorts } from '../edit-subject.ts'
import { checkIfMatch } from '#lib/http/if-match.ts'
import { findOwn } from '../find-own.ts'
import { patchSchema } from '../patch-wire.ts'
import { showSubject } from '../show-subject.ts'
import { noteChange } from '../note-change.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'
import { draftSchema, subjectSchema } from '../subject-wire.ts'

/** `PATCH /store/{offers|searches}/{id}`: a JSON Merge Patch of what the owner reads. */
export function subjectPatch({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'patch',
    path: `${path}/{id}`,
    access: ['own', 'service', 'admin'],
    tags: [tag],
    summary: `Changes fields of a ${kind}; If-Match names the state that was read`,
    description: 'A JSON Merge Patch (RFC 7396) of what its owner reads. An unknown field is refused',
    request: {
      params: subjectParams,
      body: mergePatchBody(patchSchema, 'The fields to change'),
    },
    answers: { 200: json(subjectSchema, 'As it is kept now'), ...problemResponses },
    handle: (ports: EditPorts) => async (c) => {
      const caller = c.get('caller')
      const stored = await findOwn(ports.subjects, { kind, id: c.req.valid('param').id, caller })
      checkIfMatch(c.req.header('if-match'), stored, true)
      // The body as it was sent: the schema has only checked it.
      const patched = draftSchema.safeParse(mergePatch(showSubject(stored, caller), await c.req.json()))
      if (!patched.success) throw wrongField(patched.error)
      const after = await editSubject(ports, { before: stored, written: patched.data, caller })
      noteChange(c, { before: stored, after })
      return answerWritten(c, after, 200)
    },
  })
}
