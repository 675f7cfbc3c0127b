import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { endedSessionsSchema } from '#lib/service-client/ended-sessions.ts'
import { listQuery, nextOf } from '../list-query.ts'
import type { PeopleOptions } from '../people/people-options.ts'

/** `GET /accounts/ended-sessions`. */
export const endedSessionsGet = defineRoute({
  method: 'get',
  path: '/accounts/ended-sessions',
  access: ['service'],
  summary: 'Sessions that ended since a cursor, while their tokens could still be in use; for services',
  request: { query: listQuery },
  answers: {
    200: json(endedSessionsSchema, 'A page; empty when there are no new entries'),
    ...problemResponses,
  },
  handle:
    ({ endings }: Pick<PeopleOptions, 'endings'>) =>
    async (c) => {
      const { since, limit } = c.req.valid('query')
      const page = await endings.list(Number(since), limit)
      const items = page.map(({ until, ...rest }) => ({ ...rest, until: new Date(until).toISOString() }))
      return c.json({ items, next: nextOf(page, since) }, 200)
    },
})
