import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { NotificationsOptions } from '../options.ts'
import { mayRead } from '../mapping-wire.ts'

/** `DELETE /mappings/{device}`. */
export const mappingDelete = defineRoute({
  method: 'delete',
  path: '/mappings/{device}',
  access: ['own', 'service', 'admin'],
  summary: 'Removes the push subscription of a device',
  request: { params: z.object({ device: deviceId }) },
  answers: { 204: { description: 'Removed' }, ...problemResponses },
  handle:
    ({ mappings }: Pick<NotificationsOptions, 'mappings'>) =>
    async (c) => {
      const { device } = c.req.valid('param')
      const mapping = await mappings.find(device)
      if (mapping === undefined || !mayRead(c.get('caller'), mapping.person)) throw notFound('mapping')
      await mappings.remove(device)
      return c.body(null, 204)
    },
})
