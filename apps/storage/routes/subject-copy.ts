import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { answerWritten } from '../answer-subject.ts'
import type { RatePorts } from '../call-rates.ts'
import { checkDevice } from '../check-draft.ts'
import type { EditPorts } from '../edit-subject.ts'
import { reportHeld, screenSubject } from '../forbidden/screen-subject.ts'
import { checkIfMatch } from '#lib/http/if-match.ts'
import { findOwn } from '../find-own.ts'
import { historyEntry } from '../history-entry.ts'
import { subjectChanged } from '../subject-changes.ts'
import { noteChange } from '../note-change.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'
import { subjectSchema } from '../subject-wire.ts'
import { copiedSubject } from '../write-subject.ts'

/** `POST /store/{offers|searches}/{id}/copy`: the same as a new one, switched off. */
export function subjectCopy({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'post',
    path: `${path}/{id}/copy`,
    access: ['own', 'service', 'admin'],
    tags: [tag],
    summary: `Copies a ${kind} as a new one that is off; an end that is near moves to two weeks from now`,
    request: { params: subjectParams },
    answers: { 201: json(subjectSchema, 'The copy'), ...problemResponses },
    handle: (ports: EditPorts & RatePorts) => async (c) => {
      const { subjects, accounts, courier } = ports
      const caller = c.get('caller')
      const stored = await findOwn(subjects, { kind, id: c.req.valid('param').id, caller })
      checkIfMatch(c.req.header('if-match'), stored, false)
      if (stored.hidden) throw isHidden(kind)
      // The device may have been given back since.
      await checkDevice(stored.device, stored.owner, accounts)
      const now = Date.now()
      const screened = await screenSubject(ports, copiedSubject(stored, now))
      const { after: copy } = screened
      ports.callRates.takeCreation(c)
      // It is off, so it does not count towards the limit of active ones.
      const entry = historyEntry(caller, { action: 'create', after: copy })
      await subjects.create(copy, [subjectChanged(copy, 'create', now)], { entry })
      courier.nudge()
      await reportHeld(ports, screened)
      noteChange(c, { after: copy })
      return answerWritten(c, copy, 201, { location: `${path}/${copy.id}` })
    },
  })
}

function isHidden(kind: string): ProblemError {
  const detail = `Operators hide this ${kind}: it cannot be copied`
  return new ProblemError({ status: 409, code: 'hidden', detail })
}
