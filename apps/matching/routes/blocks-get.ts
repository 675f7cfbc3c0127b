import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { BLOCKS_MAX } from '#lib/store/blocks.ts'
import type { MatchingOptions } from '../options.ts'

const blockSchema = z.object({ person: z.string(), since: z.string() }).openapi('Block')

/** `GET /matching/blocks`. */
export const blocksGet = defineRoute({
  method: 'get',
  path: '/matching/blocks',
  access: ['own'],
  summary: 'The people whom the caller blocked, newest first',
  answers: {
    200: json(z.object({ items: z.array(blockSchema) }), `At most ${BLOCKS_MAX}`),
    ...problemResponses,
  },
  handle:
    ({ blocks }: Pick<MatchingOptions, 'blocks'>) =>
    async (c) => {
      const found = await blocks.ofPerson(personOf(c.get('caller')) ?? '')
      const items = found.map(({ person, since }) => ({ person, since: new Date(since).toISOString() }))
      return c.json({ items }, 200)
    },
})
