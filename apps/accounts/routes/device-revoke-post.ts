import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, problemResponses } from '#lib/http/wire-schemas.ts'
import { deviceOf } from '../device-of.ts'
import type { AccountsOptions } from '../options.ts'

const route = createRoute({
  method: 'post',
  path: '/accounts/devices/{id}/revoke',
  summary: 'Voids all keys of a device at once, as when it was lost; the device stays whose it is',
  request: { params: z.object({ id: deviceId }) },
  responses: {
    204: { description: 'Its keys are void; POST /accounts/devices gives a new one' },
    ...problemResponses,
  },
})

/** `POST /accounts/devices/{id}/revoke`. */
export function postDeviceRevoke(app: App, { devices }: AccountsOptions): void {
  app.openapi(route, async (c) => {
    const device = deviceOf(c.req.valid('param').id, c.get('caller'))
    if (!(await devices.revoke(device, Date.now()))) throw notFound('device')
    return c.body(null, 204)
  })
}
