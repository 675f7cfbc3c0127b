import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, problemResponses } from '#lib/http/wire-schemas.ts'
import { deviceOf } from '../device-of.ts'
import type { ErasureOptions } from '../erasure/erasure-options.ts'

/** `DELETE /accounts/devices/{id}`. */
export const deviceDelete = defineRoute({
  method: 'delete',
  path: '/accounts/devices/{id}',
  access: ['own', 'admin'],
  summary: 'Releases a device: its keys are invalid immediately, and another person may register it',
  request: { params: z.object({ id: deviceId }) },
  answers: { 204: { description: 'The device has no owner any more' }, ...problemResponses },
  handle:
    ({ eraser }: Pick<ErasureOptions, 'eraser'>) =>
    async (c) => {
      const device = deviceOf(c.req.valid('param').id, c.get('caller'))
      if (!(await eraser.release(device))) throw notFound('device')
      return c.body(null, 204)
    },
})
