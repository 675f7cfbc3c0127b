import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { NotificationsOptions } from '../options.ts'
import { mappingSchema, mayRead, showMapping } from '../mapping-wire.ts'

/** `GET /mappings/{device}`. */
export const mappingGet = defineRoute({
  method: 'get',
  path: '/mappings/{device}',
  access: ['own', 'service', 'operate', 'admin'],
  summary: 'The push subscription of a device',
  request: { params: z.object({ device: deviceId }) },
  answers: { 200: json(mappingSchema, 'The mapping'), ...problemResponses },
  handle:
    ({ mappings }: Pick<NotificationsOptions, 'mappings'>) =>
    async (c) => {
      const mapping = await mappings.find(c.req.valid('param').device)
      if (mapping === undefined || !mayRead(c.get('caller'), mapping.person)) throw notFound('mapping')
      return c.json(showMapping(mapping), 200)
    },
})
