import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { personId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { MatchingOptions } from '../options.ts'

/** `DELETE /matching/blocks/{person}`. */
export const blockDelete = defineRoute({
  method: 'delete',
  path: '/matching/blocks/{person}',
  access: ['any'],
  summary: "Removes the caller's block of a person; they can match again at the next move or change",
  request: { params: z.object({ person: personId }) },
  answers: { 204: { description: 'The caller does not block them' }, ...problemResponses },
  handle:
    ({ blocks }: Pick<MatchingOptions, 'blocks'>) =>
    async (c) => {
      await blocks.remove(personOf(c.get('caller')) ?? '', c.req.valid('param').person)
      return c.body(null, 204)
    },
})
