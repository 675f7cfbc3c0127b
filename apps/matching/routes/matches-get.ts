import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { matchListSchema } from '#lib/service-client/match-list.ts'
import type { MatchingOptions } from '../options.ts'
import { partBlocked } from '../part-blocked.ts'
import { showMatch } from '../show-match.ts'

const LIMIT = 200

const route = createRoute({
  method: 'get',
  path: '/matching/matches/{subject}',
  summary: 'Matches of a search or an offer, newest first',
  request: {
    params: z.object({ subject: ownId }),
    query: z.object({
      hide_blocked: z
        .enum(['true', 'false'], { error: 'must be true or false' })
        .default('false')
        .openapi({ description: 'Whether to leave out those of two people of whom one blocked the other' }),
    }),
  },
  responses: { 200: json(z.object({ items: matchListSchema }), 'At most 200'), ...problemResponses },
})

/** `GET /matching/matches/{subject}`. */
export function getMatches(app: App, { matches, blocks }: MatchingOptions): void {
  app.openapi(route, async (c) => {
    const found = await matches.ofSubject(c.req.valid('param').subject, LIMIT)
    const isHiding = c.req.valid('query').hide_blocked === 'true'
    const shown = isHiding ? (await partBlocked(found, blocks)).others : found
    return c.json({ items: shown.map(showMatch) }, 200)
  })
}
