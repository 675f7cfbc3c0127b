import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { matchListSchema } from '#lib/service-client/match-list.ts'
import type { MatchingOptions } from '../options.ts'
import { showMatch } from '../show-match.ts'

const LIMIT = 200

const route = createRoute({
  method: 'get',
  path: '/matching/matches/{subject}',
  summary: 'Matches of a search or an offer, newest first',
  request: { params: z.object({ subject: ownId }) },
  responses: { 200: json(z.object({ items: matchListSchema }), 'At most 200'), ...problemResponses },
})

/** `GET /matching/matches/{subject}`. */
export function getMatches(app: App, { matches }: MatchingOptions): void {
  app.openapi(route, async (c) => {
    const found = await matches.ofSubject(c.req.valid('param').subject, LIMIT)
    return c.json({ items: found.map(showMatch) }, 200)
  })
}
