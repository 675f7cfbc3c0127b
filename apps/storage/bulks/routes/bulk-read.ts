import { z } from '@hono/zod-openapi'
import type { Caller } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { personId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import { ownerOf } from '../../check-draft.ts'
import { showSubject } from '../../show-subject.ts'
import { answerLines } from '../answer-lines.ts'
import { ndjson } from '../bulk-wire.ts'
import type { BulkOptions } from '../options.ts'

const PAGE = 200

/** `GET /store/bulk/offers/{owner}`: all offers of an owner, one a line, as a bulk takes them. */
export const bulkRead = defineRoute({
  method: 'get',
  path: '/store/bulk/offers/{owner}',
  access: ['own', 'service', 'admin'],
  tags: ['Bulk'],
  summary: 'All offers of an owner, one a line, each with a "ref" under which it can be written again',
  request: { params: z.object({ owner: personId }) },
  answers: { 200: ndjson('The offers, and {"end":true} behind the last one'), ...problemResponses },
  handle:
    ({ subjects }: Pick<BulkOptions, 'subjects'>) =>
    (c) => {
      const caller = c.get('caller')
      return answerLines(offersOf(ownerOf(c.req.valid('param'), caller), caller, subjects))
    },
})

async function* offersOf(owner: string, caller: Caller, subjects: SubjectStore): AsyncGenerator {
  for (let cursor: string | undefined; ;) {
    const page = await subjects.list({ owner, kind: 'offer', limit: PAGE, cursor })
    for (const subject of page.items) yield { ref: subject.id, ...showSubject(subject, caller) }
    if (page.next === undefined) break
    cursor = page.next
  }
  yield { end: true }
}
