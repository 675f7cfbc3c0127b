import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { answerWritten } from '../answer-subject.ts'
import type { RatePorts } from '../call-rates.ts'
import type { EditPorts } from '../edit-subject.ts'
import { reportHeld, screenSubject } from '../forbidden/screen-subject.ts'
import {
  activeLimit,
  checkDevice,
  checkEnd,
  ownerOf,
  tooManyActive,
  withTidyKeywords,
} from '../check-draft.ts'
import { historyEntry } from '../history-entry.ts'
import { subjectChanged } from '../subject-changes.ts'
import { noteChange } from '../note-change.ts'
import type { SubjectPath } from '../subject-path.ts'
import { draftSchema, subjectSchema } from '../subject-wire.ts'
import { newSubject } from '../write-subject.ts'

/** `POST /store/{offers|searches}`: a new subject of the caller. */
export function subjectCreate({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'post',
    path,
    access: ['own', 'service', 'admin'],
    tags: [tag],
    summary: `Writes a new ${kind}`,
    request: { body: { required: true, ...json(draftSchema, `The ${kind}`) } },
    answers: { 201: json(subjectSchema, 'As it is kept'), ...problemResponses },
    handle: (ports: EditPorts & RatePorts) => async (c) => {
      const { subjects, accounts, courier } = ports
      const draft = withTidyKeywords(c.req.valid('json'))
      const caller = c.get('caller')
      const owner = ownerOf(draft, caller)
      checkEnd(draft, Date.now())
      await checkDevice(draft.device, owner, accounts)
      const now = Date.now()
      const screened = await screenSubject(ports, newSubject(kind, owner, draft, now))
      const { after: subject } = screened
      ports.callRates.takeCreation(c)
      const events = [subjectChanged(subject, 'create', now)]
      const outcome = await subjects.create(subject, events, {
        limit: activeLimit(owner, now),
        entry: historyEntry(caller, { action: 'create', after: subject }),
      })
      if (outcome === 'full') throw tooManyActive()
      courier.nudge()
      await reportHeld(ports, screened)
      noteChange(c, { after: subject })
      return answerWritten(c, subject, 201, { location: `${path}/${subject.id}` })
    },
  })
}
