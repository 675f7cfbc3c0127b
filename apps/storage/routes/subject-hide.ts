import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { answerWritten } from '../answer-subject.ts'
import type { EditPorts } from '../edit-subject.ts'
import { checkIfMatch } from '#lib/http/if-match.ts'
import { findAny } from '../find-own.ts'
import { decideAll } from '../reports/decide-all.ts'
import { hideSubject } from '../reports/hide-subject.ts'
import { reasonsSchema } from '../reports/report-wire.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'
import { subjectSchema } from '../subject-wire.ts'
import type { Subject } from '#lib/subjects/subject.ts'

const hideSchema = z.object({ reasons: reasonsSchema }).openapi('Hiding')

/** What operators do with a subject that is reported. */
export const HIDINGS = ['hide', 'show'] as const

/** `POST /store/{offers|searches}/{id}/hide` and `…/show`. */
export function subjectHide({ kind, path, tag }: SubjectPath, verb: (typeof HIDINGS)[number]) {
  return defineRoute({
    method: 'post',
    path: `${path}/{id}/${verb}`,
    access: ['operate', 'admin'],
    tags: [tag],
    summary:
      verb === 'hide'
        ? `Hides a ${kind} from everybody but its owner, who sees the reasons; its matches end`
        : `Shows a hidden ${kind} again, and matches it; its open reports are decided by it. If-Match names the state that was read`,
    request: { params: subjectParams, body: { required: true, ...json(hideSchema, 'Why') } },
    answers: { 200: json(subjectSchema, 'As it is kept now'), ...problemResponses },
    handle: (ports: Pick<EditPorts, 'subjects' | 'courier' | 'reports' | 'forbiddenList'>) => async (c) => {
      const caller = c.get('caller')
      const before = await findAny(ports.subjects, { kind, id: c.req.valid('param').id })
      // Nobody shows what they have not read: its owner may edit it at any time.
      checkIfMatch(c.req.header('if-match'), before, verb === 'show')
      const { reasons } = c.req.valid('json')
      const after = await hideSubject(ports, {
        before,
        caller,
        reasons: verb === 'hide' ? reasons : undefined,
      })
      if (verb === 'show') {
        const decision = { kind: verb, reasons, at: Date.now(), by: personOf(caller) ?? '' }
        await decideAll(ports.reports, { type: 'subject', id: before.id }, decision)
      }
      const acted = actedOf(after)
      c.set('acted', {
        owner: before.owner,
        before: actedOf(before),
        after: verb === 'show' ? { ...acted, reasons } : acted,
      })
      return answerWritten(c, after, 200)
    },
  })
}

function actedOf({ hidden, hiddenBecause }: Subject) {
  return { hidden, ...(hidden && { reasons: hiddenBecause }) }
}
