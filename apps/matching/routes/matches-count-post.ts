import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import {
  countedSubjectsSchema,
  MATCHES_COUNTED_MAX,
  matchCountsSchema,
} from '#lib/service-client/match-counts.ts'
import type { MatchingOptions } from '../options.ts'

/** `POST /matching/matches/count`; a read, but too long for a URL. */
export const matchesCountPost = defineRoute({
  method: 'post',
  path: '/matching/matches/count',
  access: ['service'],
  summary: `How many current matches searches and offers have, each at most ${MATCHES_COUNTED_MAX}`,
  request: { body: { required: true, ...json(countedSubjectsSchema, 'Their ids') } },
  answers: { 200: json(matchCountsSchema, 'The numbers by these ids'), ...problemResponses },
  handle:
    ({ matches }: Pick<MatchingOptions, 'matches'>) =>
    async (c) => {
      const { subjects } = c.req.valid('json')
      const room = await matches.roomOf(subjects, MATCHES_COUNTED_MAX)
      const counts = subjects.map((id) => [id, MATCHES_COUNTED_MAX - (room.get(id) ?? MATCHES_COUNTED_MAX)])
      return c.json({ counts: Object.fromEntries(counts) }, 200)
    },
})
