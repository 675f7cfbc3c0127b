import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import { matchListSchema } from '#lib/service-client/match-list.ts'
import type { MatchingOptions } from '../options.ts'
import { showMatch } from '../show-match.ts'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

/** `GET /matching/recent`. */
export const recentGet = defineRoute({
  method: 'get',
  path: '/matching/recent',
  access: ['service'],
  summary: 'Recent matches, newest first',
  request: {
    query: z.object({
      since: z.coerce.number({ error: 'must be milliseconds since 1970' }).default(0),
      limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
    }),
  },
  answers: {
    200: json(z.object({ items: matchListSchema }), 'Matches found since then'),
    ...problemResponses,
  },
  handle:
    ({ matches }: Pick<MatchingOptions, 'matches'>) =>
    async (c) => {
      const { since, limit } = c.req.valid('query')
      const found = await matches.recent(since, limit)
      return c.json({ items: found.map(showMatch) }, 200)
    },
})
