import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { STAGES } from '#lib/subjects/choices.ts'
import { answerWritten } from '../answer-subject.ts'
import { saveChange, type EditPorts } from '../edit-subject.ts'
import { checkIfMatch } from '#lib/http/if-match.ts'
import { findOwn } from '../find-own.ts'
import { noteChange } from '../note-change.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'
import { subjectSchema } from '../subject-wire.ts'
import { stagedSubject } from '../write-subject.ts'

const stageSchema = z
  .object({ stage: z.enum(STAGES, { error: `must be one of ${STAGES.join(', ')}` }) })
  .openapi('SubjectStage')

const ACTIONS = { open: 'update', reserved: 'reserve', settled: 'settle' } as const

/** `POST /store/{offers|searches}/{id}/stage`: reserves it, settles it, or opens it again. */
export function subjectStage({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'post',
    path: `${path}/{id}/stage`,
    access: ['own', 'service', 'admin'],
    tags: [tag],
    summary: `Reserves or settles a ${kind}, or opens it again; one at this stage already stays as it is`,
    description:
      'A reserved one keeps its matches and begins no new ones. A settled one is off, and its matches end with the reason "settled". ' +
      'One that opens again after it was settled is on',
    request: { params: subjectParams, body: { required: true, ...json(stageSchema, 'The stage') } },
    answers: { 200: json(subjectSchema, 'As it is kept now'), ...problemResponses },
    handle: (ports: Pick<EditPorts, 'subjects' | 'courier'>) => async (c) => {
      const caller = c.get('caller')
      const stored = await findOwn(ports.subjects, { kind, id: c.req.valid('param').id, caller })
      checkIfMatch(c.req.header('if-match'), stored, false)
      const { stage } = c.req.valid('json')
      if (stored.stage === stage) return answerWritten(c, stored, 200)
      const changed = stagedSubject(stored, stage, Date.now())
      const event = changed.active === stored.active ? 'update' : 'setact'
      const edit = { before: stored, after: changed, caller, action: ACTIONS[stage], event } as const
      const after = await saveChange(ports, edit)
      noteChange(c, { before: stored, after })
      return answerWritten(c, after, 200)
    },
  })
}
