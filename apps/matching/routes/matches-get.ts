import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { matchPageQuery, matchPageSchema } from '#lib/service-client/match-list.ts'
import type { MatchPlace } from '#lib/store/matches.ts'
import type { MatchingOptions } from '../options.ts'
import { partBlocked } from '../part-blocked.ts'
import { showMatch } from '../show-match.ts'

/** `GET /matching/matches/{subject}`. */
export const matchesGet = defineRoute({
  method: 'get',
  path: '/matching/matches/{subject}',
  access: ['service'],
  summary: 'Matches of a search or an offer, newest first',
  request: {
    params: z.object({ subject: ownId }),
    query: matchPageQuery.extend({
      hide_blocked: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false').openapi({
        description: 'Whether to leave out matches between people of whom one blocked the other',
      }),
    }),
  },
  answers: {
    200: json(matchPageSchema, 'A page; with "hide_blocked" it may hold fewer than "limit"'),
    ...problemResponses,
  },
  handle:
    ({ matches, blocks, queue }: Pick<MatchingOptions, 'matches' | 'blocks' | 'queue'>) =>
    async (c) => {
      const { hide_blocked: hideBlocked, cursor, limit } = c.req.valid('query')
      // Read one more than the limit, to know whether there is a next page.
      const { subject } = c.req.valid('param')
      const [found, beyond = 0] = await Promise.all([
        matches.ofSubject(subject, limit + 1, cursor === undefined ? undefined : readCursor(cursor)),
        queue.beyond(subject),
      ])
      const page = found.slice(0, limit)
      const last = found.length > limit ? page.at(-1) : undefined
      const shown = hideBlocked === 'true' ? (await partBlocked(page, blocks)).others : page
      return c.json(
        {
          items: shown.map(showMatch),
          ...(last && { next: cursorOf(last) }),
          ...(beyond > 0 && { beyond }),
        },
        200,
      )
    },
})

function cursorOf({ foundAt, id }: MatchPlace): string {
  return `${foundAt}_${id}`
}

function readCursor(cursor: string): MatchPlace {
  const at = cursor.indexOf('_')
  return { foundAt: Number(cursor.slice(0, at)), id: cursor.slice(at + 1) }
}
