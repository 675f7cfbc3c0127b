import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { NotificationsOptions } from '../options.ts'
import { mayRead } from '../mapping-wire.ts'

const route = createRoute({
  method: 'delete',
  path: '/mappings/{device}',
  summary: 'The device is rung no more',
  request: { params: z.object({ device: deviceId }) },
  responses: { 204: { description: 'It is gone' }, ...problemResponses },
})

/** `DELETE /mappings/{device}`. */
export function deleteMapping(app: App, { mappings }: NotificationsOptions): void {
  app.openapi(route, async (c) => {
    const { device } = c.req.valid('param')
    const mapping = await mappings.find(device)
    if (mapping === undefined || !mayRead(c.get('caller'), mapping.person)) throw notFound('mapping')
    await mappings.remove(device)
    return c.body(null, 204)
  })
}
