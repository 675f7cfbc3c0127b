import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { AccountsOptions } from '../options.ts'

const route = createRoute({
  method: 'get',
  path: '/accounts/devices/{id}/owner',
  summary: 'Who registered a device; for services',
  request: { params: z.object({ id: deviceId }) },
  responses: { 200: json(z.object({ person: z.string() }), 'Its person'), ...problemResponses },
})

/** `GET /accounts/devices/{id}/owner`. */
export function getDeviceOwner(app: App, { devices }: AccountsOptions): void {
  app.openapi(route, async (c) => {
    const device = await devices.find(c.req.valid('param').id)
    if (device === undefined) throw notFound('device')
    return c.json({ person: device.person }, 200)
  })
}
