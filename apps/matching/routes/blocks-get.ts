import { createRoute, z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import type { App } from '#lib/http/create-app.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { BLOCKS_MAX } from '#lib/store/blocks.ts'
import type { MatchingOptions } from '../options.ts'

const blockSchema = z.object({ person: z.string(), since: z.string() }).openapi('Block')

const route = createRoute({
  method: 'get',
  path: '/matching/blocks',
  summary: 'Whom the caller blocked, the newest first',
  responses: {
    200: json(z.object({ items: z.array(blockSchema) }), `At most ${BLOCKS_MAX}`),
    ...problemResponses,
  },
})

/** `GET /matching/blocks`. */
export function getBlocks(app: App, { blocks }: MatchingOptions): void {
  app.openapi(route, async (c) => {
    const found = await blocks.ofPerson(personOf(c.get('caller')) ?? '')
    const items = found.map(({ person, since }) => ({ person, since: new Date(since).toISOString() }))
    return c.json({ items }, 200)
  })
}
