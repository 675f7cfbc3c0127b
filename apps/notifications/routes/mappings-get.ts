import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { deviceId, json, pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import type { NotificationsOptions } from '../options.ts'
import { mappingSchema, showMapping } from '../mapping-wire.ts'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

/** `GET /mappings`. */
export const mappingsGet = defineRoute({
  method: 'get',
  path: '/mappings',
  access: ['own', 'service', 'operate', 'admin'],
  summary: "The caller's mappings; services and operators see all, ordered by device",
  request: { query: z.object({ cursor: deviceId.optional(), limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT) }) },
  answers: {
    200: json(z.object({ items: z.array(mappingSchema), next: z.string().optional() }), 'A page'),
    ...problemResponses,
  },
  handle:
    ({ mappings }: Pick<NotificationsOptions, 'mappings'>) =>
    async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const caller = c.get('caller')
      const page =
        caller.role === 'person'
          ? await mappings.ofPeople([caller.person])
          : await mappings.list(limit, cursor)
      const next = caller.role !== 'person' && page.length === limit ? page.at(-1)?.device : undefined
      return c.json({ items: page.map(showMapping), ...(next !== undefined && { next }) }, 200)
    },
})
