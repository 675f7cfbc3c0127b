import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { deviceId, inFormats, pageSchema, problemResponses, VARY_ACCEPT } from '#lib/http/wire-schemas.ts'
import { showDelivery } from '../delivery-wire.ts'
import type { NotificationsOptions } from '../options.ts'
import { isOperator, mappingSchema, mayRead, showMapping } from '../mapping-wire.ts'
import { mappingView } from '../pages/mapping/mapping-view.tsx'

/** How many of the last deliveries the page shows. */
const SHOWN_MAX = 20

/** `GET /mappings/{device}`. */
export const mappingGet = defineRoute({
  method: 'get',
  path: '/mappings/{device}',
  access: ['own', 'service', 'operate', 'admin'],
  summary: 'The push subscription of a device',
  request: { params: z.object({ device: deviceId }) },
  answers: {
    200: inFormats('The mapping; for operators also in HTML, with the last deliveries', {
      json: mappingSchema,
      html: pageSchema,
    }),
    ...problemResponses,
  },
  handle:
    ({ mappings, deliveries, assets }: Pick<NotificationsOptions, 'mappings' | 'deliveries' | 'assets'>) =>
    async (c) => {
      const caller = c.get('caller')
      const mapping = await mappings.find(c.req.valid('param').device)
      if (mapping === undefined || !mayRead(caller, mapping.person)) throw notFound('mapping')
      const shown = showMapping(mapping)
      if (!isOperator(caller) || wantedFormat(c.req.raw.headers, ['html']) !== 'html')
        return c.json(shown, 200, VARY_ACCEPT)
      const { person, device } = mapping
      const last = await deliveries.list({ person, device, limit: SHOWN_MAX })
      return mappingView.respond(c.req.raw, assets, {
        mapping: shown,
        deliveries: last.map(showDelivery),
        mayChange: caller.role === 'admin',
      })
    },
})
