import { jsonWithEtag, notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { matchPageQuery, matchPageSchema } from '#lib/service-client/match-list.ts'
import type { StorageOptions } from '../options.ts'
import { findReadable } from '../find-readable.ts'
import { readMatches } from '../read-matches.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'

/** `GET /store/{offers|searches}/{id}/matches`: its matches, read from apps/matching, which owns them. */
export function subjectMatches({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'get',
    path: `${path}/{id}/matches`,
    access: ['own', 'service', 'operate', 'admin'],
    tags: [tag],
    summary: `Matches of a ${kind} of the caller's own, newest first`,
    description:
      'A person is not shown matches with people they blocked or who blocked them: a page may hold fewer than "limit"',
    request: { params: subjectParams, query: matchPageQuery },
    answers: {
      200: json(matchPageSchema, 'A page; "next" is the cursor of the following one'),
      304: notModified,
      ...problemResponses,
    },
    handle:
      ({ subjects, matching }: Pick<StorageOptions, 'subjects' | 'matching'>) =>
      async (c) => {
        const caller = c.get('caller')
        const { id } = await findReadable(subjects, { kind, id: c.req.valid('param').id, caller })
        const hidesBlocked = caller.role === 'person'
        return jsonWithEtag(c, await readMatches(matching, { ...c.req.valid('query'), id, hidesBlocked }))
      },
  })
}
