import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField, ProblemError } from '#lib/http/problem.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { askHandMatch, handMatchedSchema } from '#lib/service-client/hand-match.ts'
import { findOwn } from '../find-own.ts'
import type { StorageOptions } from '../options.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'

const otherSchema = z
  .object({ other: ownId.openapi({ description: 'The search or the offer with which it is matched' }) })
  .openapi('OtherSubject')

/** `POST /store/{offers|searches}/{id}/match`: an admin matches two by hand. The rule decides. */
export function subjectMatch({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'post',
    path: `${path}/{id}/match`,
    access: ['admin'],
    tags: [tag],
    summary: `Matches a ${kind} with another search or offer by hand, if the rule holds; says which of its conditions hold`,
    description:
      'There is no way around the rule: a match that it does not demand would end at the next move. An edit of one of the two can make it hold',
    request: { params: subjectParams, body: { required: true, ...json(otherSchema, 'The other one') } },
    answers: { 200: json(handMatchedSchema, 'What became of the two, and why'), ...problemResponses },
    handle: (ports: Pick<StorageOptions, 'subjects' | 'matching'>) => async (c) => {
      const caller = c.get('caller')
      const stored = await findOwn(ports.subjects, { kind, id: c.req.valid('param').id, caller })
      const { other } = c.req.valid('json')
      if (other === stored.id) throw badField('other', 'must be another one')
      const looked = await askHandMatch(ports.matching, { one: stored.id, other })
      if (looked === undefined) throw noOther()
      const outcomes = looked.pairs.map(({ outcome }) => outcome)
      c.set('acted', { owner: stored.owner, after: { matchedWith: other, outcomes } })
      return c.json(looked, 200)
    },
  })
}

function noOther(): ProblemError {
  const detail = '"other" must be the id of a search or an offer that exists'
  return new ProblemError({ status: 404, code: 'not_found', field: 'other', detail })
}
