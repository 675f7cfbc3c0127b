import { createRoute, z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import type { App } from '#lib/http/create-app.ts'
import { personId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { MatchingOptions } from '../options.ts'

const route = createRoute({
  method: 'delete',
  path: '/matching/blocks/{person}',
  summary: "The caller's things and another's may meet again, from the next move or change of one of them on",
  request: { params: z.object({ person: personId }) },
  responses: { 204: { description: 'The caller does not block them' }, ...problemResponses },
})

/** `DELETE /matching/blocks/{person}`. */
export function deleteBlock(app: App, { blocks }: MatchingOptions): void {
  app.openapi(route, async (c) => {
    await blocks.remove(personOf(c.get('caller')) ?? '', c.req.valid('param').person)
    return c.body(null, 204)
  })
}
