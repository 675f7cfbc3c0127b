import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { deviceId, json, pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import type { NotificationsOptions } from '../options.ts'
import { mappingSchema, showMapping } from '../mapping-wire.ts'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

const route = createRoute({
  method: 'get',
  path: '/mappings',
  summary: "The caller's own mappings; for services and operators all, by device",
  request: { query: z.object({ cursor: deviceId.optional(), limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT) }) },
  responses: {
    200: json(z.object({ items: z.array(mappingSchema), next: z.string().optional() }), 'A page'),
    ...problemResponses,
  },
})

/** `GET /mappings`. */
export function getMappings(app: App, { mappings }: NotificationsOptions): void {
  app.openapi(route, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const caller = c.get('caller')
    const page =
      caller.role === 'person' ? await mappings.ofPerson(caller.person) : await mappings.list(limit, cursor)
    const next = caller.role !== 'person' && page.length === limit ? page.at(-1)?.device : undefined
    return c.json({ items: page.map(showMapping), ...(next !== undefined && { next }) }, 200)
  })
}
