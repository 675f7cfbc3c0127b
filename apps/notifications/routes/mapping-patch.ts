import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, json, mergePatchBody, problemResponses } from '#lib/http/wire-schemas.ts'
import type { NotificationsOptions } from '../options.ts'
import { mappingSchema, mayRead, showMapping } from '../mapping-wire.ts'
import { localeSchema, timeZoneSchema } from '../register/registration.ts'

const change = z.object({ locale: localeSchema.optional(), tz: timeZoneSchema.optional() })

/** `PATCH /mappings/{device}`. */
export const mappingPatch = defineRoute({
  method: 'patch',
  path: '/mappings/{device}',
  access: ['own', 'admin'],
  summary: 'Changes the language and the time zone of a device',
  request: {
    params: z.object({ device: deviceId }),
    body: mergePatchBody(change, 'The fields to change'),
  },
  answers: { 200: json(mappingSchema, 'As it is now'), ...problemResponses },
  handle:
    ({ mappings }: Pick<NotificationsOptions, 'mappings'>) =>
    async (c) => {
      const { device } = c.req.valid('param')
      const before = await mappings.find(device)
      if (before === undefined || !mayRead(c.get('caller'), before.person)) throw notFound('mapping')
      const { locale, tz: timeZone } = c.req.valid('json')
      const after = await mappings.change(device, {
        ...(locale !== undefined && { locale }),
        ...(timeZone !== undefined && { timeZone }),
      })
      if (after === undefined) throw notFound('mapping')
      c.set('acted', { owner: before.person, before: showMapping(before), after: showMapping(after) })
      return c.json(showMapping(after), 200)
    },
})
