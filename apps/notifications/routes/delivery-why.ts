import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { findDelivery } from '../find-delivery.ts'
import type { NotificationsOptions } from '../options.ts'
import { showWhy, whySchema } from '../why/why-wire.ts'

/** `GET /deliveries/{id}/why`. */
export const deliveryWhy = defineRoute({
  method: 'get',
  path: '/deliveries/{id}/why',
  access: ['own', 'operate', 'admin'],
  summary: 'Why a delivery rang or did not: the event that caused it, and the time of each step',
  request: { params: z.object({ id: ownId }) },
  answers: { 200: json(whySchema, 'From the tracker to the answer of the provider'), ...problemResponses },
  handle:
    ({ deliveries }: Pick<NotificationsOptions, 'deliveries'>) =>
    async (c) => {
      const caller = c.get('caller')
      return c.json(showWhy(await findDelivery(deliveries, c.req.valid('param').id, caller), caller), 200)
    },
})
