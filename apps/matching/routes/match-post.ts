import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { handMatchedSchema, handMatchSchema } from '#lib/service-client/hand-match.ts'
import { matchByHand } from '../match-by-hand.ts'
import { createMatchCounter } from '../match-subjects.ts'
import type { MatchingOptions } from '../options.ts'

/** `POST /matching/match`. */
export const matchPost = defineRoute({
  method: 'post',
  path: '/matching/match',
  access: ['service'],
  summary:
    'Looks at two searches or offers, and begins their match if the rule holds; says which conditions hold',
  request: { body: { required: true, ...json(handMatchSchema, 'The two') } },
  answers: { 200: json(handMatchedSchema, 'What became of them, and why'), ...problemResponses },
  handle: (ports: MatchingOptions) => {
    const count = createMatchCounter(ports.metrics)
    return async (c) => {
      const looked = await matchByHand(c.req.valid('json'), ports)
      if (looked === undefined) throw notFound('search or offer')
      const { counts, pairs } = looked
      count.inc({ change: 'begun' }, counts.begun)
      count.inc({ change: 'ended' }, counts.ended)
      ports.notices.nudge()
      return c.json({ pairs }, 200)
    }
  },
})
