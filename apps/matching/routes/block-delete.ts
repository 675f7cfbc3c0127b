import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { MatchingOptions } from '../options.ts'

/** `DELETE /matching/blocks/{person}`. */
export const blockDelete = defineRoute({
  method: 'delete',
  path: '/matching/blocks/{person}',
  access: ['any'],
  summary: "Removes the caller's block of a person; the two can match again",
  request: { params: z.object({ person: personId }) },
  answers: { 204: { description: 'The caller does not block them' }, ...problemResponses },
  handle:
    ({ blocks, endings }: Pick<MatchingOptions, 'blocks' | 'endings'>) =>
    async (c) => {
      const by = personOf(c.get('caller')) ?? ''
      await blocks.remove({ id: newId(), by, person: c.req.valid('param').person, since: Date.now() })
      endings.nudge()
      return c.body(null, 204)
    },
})
