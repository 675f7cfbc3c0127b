import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { NotificationsOptions } from '../options.ts'
import { mappingSchema, mayRead, showMapping } from '../mapping-wire.ts'

const route = createRoute({
  method: 'get',
  path: '/mappings/{device}',
  summary: 'How one device is rung',
  request: { params: z.object({ device: deviceId }) },
  responses: { 200: json(mappingSchema, 'Its mapping'), ...problemResponses },
})

/** `GET /mappings/{device}`. */
export function getMapping(app: App, { mappings }: NotificationsOptions): void {
  app.openapi(route, async (c) => {
    const mapping = await mappings.find(c.req.valid('param').device)
    if (mapping === undefined || !mayRead(c.get('caller'), mapping.person)) throw notFound('mapping')
    return c.json(showMapping(mapping), 200)
  })
}
