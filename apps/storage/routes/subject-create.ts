import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { answerCreated } from '../answer-subject.ts'
import { ringsOf, type RingPorts } from '../rings-of.ts'
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
import { checkPictures, withTidyImageTexts } from '../check-pictures.ts'
import { historyEntry } from '../history-entry.ts'
import { subjectChanged } from '../subject-changes.ts'
import { noteChange } from '../note-change.ts'
import type { SubjectPath } from '../subject-path.ts'
import { createdSchema, draftSchema } from '../subject-wire.ts'
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
    answers: { 201: json(createdSchema, 'As it is kept'), ...problemResponses },
    handle: (ports: EditPorts & RatePorts & RingPorts) => async (c) => {
      const { subjects, accounts, courier } = ports
      const draft = withTidyImageTexts(withTidyKeywords(c.req.valid('json')))
      const caller = c.get('caller')
      const owner = ownerOf(draft, caller)
      checkEnd(draft, Date.now())
      await checkDevice(draft.device, owner, accounts)
      await checkPictures(ports, { images: draft.images, owner, caller })
      const now = Date.now()
      const screened = await screenSubject(ports, newSubject(kind, owner, draft, now))
      const { after: subject } = screened
      ports.callRates.takeCreation(c)
      const events = [subjectChanged(subject, 'create', now)]
      const limit = activeLimit(owner, now)
      const entry = historyEntry(caller, { action: 'create', after: subject })
      const [outcome, rings] = await Promise.all([
        subjects.create(subject, events, { limit, entry }),
        ringsOf(ports, caller),
      ])
      if (outcome === 'full') throw tooManyActive()
      courier.nudge()
      await reportHeld(ports, screened)
      noteChange(c, { after: subject })
      return answerCreated(c, subject, { location: `${path}/${subject.id}`, rings })
    },
  })
}
