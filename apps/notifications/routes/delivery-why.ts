import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { inFormats, ownId, pageSchema, problemResponses, VARY_ACCEPT } from '#lib/http/wire-schemas.ts'
import { findDelivery } from '../find-delivery.ts'
import type { NotificationsOptions } from '../options.ts'
import { showWhyPage } from '../show-why-page.ts'
import { showWhy, whySchema } from '../why/why-wire.ts'

/** `GET /deliveries/{id}/why`. */
export const deliveryWhy = defineRoute({
  method: 'get',
  path: '/deliveries/{id}/why',
  access: ['own', 'operate', 'admin'],
  summary: 'Why a delivery rang or did not: the event that caused it, and the time of each step',
  request: { params: z.object({ id: ownId }) },
  answers: {
    200: inFormats('From the tracker to the answer of the provider', { json: whySchema, html: pageSchema }),
    ...problemResponses,
  },
  handle:
    ({ deliveries, assets }: Pick<NotificationsOptions, 'deliveries' | 'assets'>) =>
    async (c) => {
      const caller = c.get('caller')
      const delivery = await findDelivery(deliveries, c.req.valid('param').id, caller)
      if (wantedFormat(c.req.raw.headers, ['html']) === 'html')
        return showWhyPage(c.req.raw, assets, delivery, caller)
      return c.json(showWhy(delivery, caller), 200, VARY_ACCEPT)
    },
})
