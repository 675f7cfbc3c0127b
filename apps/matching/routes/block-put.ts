import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { newId } from '#lib/ids/new-id.ts'
import { BLOCKS_MAX } from '#lib/store/blocks.ts'
import type { MatchingOptions } from '../options.ts'

/** `PUT /matching/blocks/{person}`; it does not look up the other person, and does not notify them. */
export const blockPut = defineRoute({
  method: 'put',
  path: '/matching/blocks/{person}',
  access: ['any'],
  summary: 'Blocks a person: no new matches between the two, and their matches end',
  request: { params: z.object({ person: personId }) },
  answers: { 204: { description: 'Blocked, whether the person exists or not' }, ...problemResponses },
  handle:
    ({ blocks, endings }: Pick<MatchingOptions, 'blocks' | 'endings'>) =>
    async (c) => {
      const by = personOf(c.get('caller')) ?? ''
      const { person } = c.req.valid('param')
      if (person === by) {
        const detail = '"person" must be another person: your own searches and offers never match each other'
        throw new ProblemError({ status: 422, code: 'yourself', field: 'person', detail })
      }
      const outcome = await blocks.add({ id: newId(), by, person, since: Date.now() }, BLOCKS_MAX)
      if (outcome === 'full') {
        const detail = `You can block at most ${BLOCKS_MAX} people: unblock one first`
        throw new ProblemError({ status: 409, code: 'too_many_blocks', field: 'person', detail })
      }
      endings.nudge()
      return c.body(null, 204)
    },
})
