import { createRoute } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { endedSessionsSchema } from '#lib/service-client/ended-sessions.ts'
import { listQuery, nextOf } from '../list-query.ts'
import type { PeopleOptions } from '../people/people-options.ts'

const route = createRoute({
  method: 'get',
  path: '/accounts/ended-sessions',
  summary: 'Sessions that ended since a cursor, as long as tokens from before may be about; for services',
  request: { query: listQuery },
  responses: {
    200: json(endedSessionsSchema, 'A page; empty when there is nothing new'),
    ...problemResponses,
  },
})

/** `GET /accounts/ended-sessions`. */
export function getEndedSessions(app: App, { endings }: Pick<PeopleOptions, 'endings'>): void {
  app.openapi(route, async (c) => {
    const { since, limit } = c.req.valid('query')
    const page = await endings.list(Number(since), limit)
    const items = page.map(({ until, ...rest }) => ({ ...rest, until: new Date(until).toISOString() }))
    return c.json({ items, next: nextOf(page, since) }, 200)
  })
}
