import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { oneMatchSchema } from '#lib/service-client/one-match.ts'
import type { MatchingOptions } from '../options.ts'

/** `GET /matching/match/{id}`. */
export const matchGet = defineRoute({
  method: 'get',
  path: '/matching/match/{id}',
  access: ['service'],
  summary: 'One match, with the people on both sides',
  request: { params: z.object({ id: ownId }) },
  answers: { 200: json(oneMatchSchema, 'The match'), ...problemResponses },
  handle:
    ({ matches }: Pick<MatchingOptions, 'matches'>) =>
    async (c) => {
      const [match] = await matches.find([c.req.valid('param').id])
      // Nobody is told of a proposal.
      if (match === undefined || match.state === 'proposed') throw notFound('match')
      const { id, search, offer, owners, state, foundAt, endedAt } = match
      return c.json(
        {
          id,
          search,
          offer,
          owners,
          state,
          foundAt: new Date(foundAt).toISOString(),
          ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
        },
        200,
      )
    },
})
