import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, problemResponses } from '#lib/http/wire-schemas.ts'
import { deviceOf } from '../device-of.ts'
import type { ErasureOptions } from '../erasure/erasure-options.ts'

const route = createRoute({
  method: 'delete',
  path: '/accounts/devices/{id}',
  summary: 'Gives a device back: its keys are void at once, and somebody else may register it',
  request: { params: z.object({ id: deviceId }) },
  responses: { 204: { description: "It is nobody's" }, ...problemResponses },
})

/** `DELETE /accounts/devices/{id}`. */
export function deleteDevice(app: App, { eraser }: Pick<ErasureOptions, 'eraser'>): void {
  app.openapi(route, async (c) => {
    const device = deviceOf(c.req.valid('param').id, c.get('caller'))
    if (!(await eraser.release(device))) throw notFound('device')
    return c.body(null, 204)
  })
}
