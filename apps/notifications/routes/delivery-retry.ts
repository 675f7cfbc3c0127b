import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { findDelivery } from '../find-delivery.ts'
import type { NotificationsOptions } from '../options.ts'

const RETRIED = ['refused', 'expired'] as const

/** `POST /deliveries/{id}/retry`. */
export const deliveryRetry = defineRoute({
  method: 'post',
  path: '/deliveries/{id}/retry',
  access: ['admin'],
  summary: 'Sends a delivery again that the provider refused, or that expired',
  request: { params: z.object({ id: ownId }) },
  answers: { 202: { description: 'It is pending again' }, ...problemResponses },
  handle:
    ({ deliveries, onAdded }: Pick<NotificationsOptions, 'deliveries' | 'onAdded'>) =>
    async (c) => {
      const { id } = await findDelivery(deliveries, c.req.valid('param').id, c.get('caller'))
      if (!(await deliveries.retry([id], RETRIED)).has(id)) {
        const detail =
          'Only a delivery that was refused or expired can be sent again, and only while its match is not withdrawn'
        throw new ProblemError({ status: 409, code: 'not_retried', detail })
      }
      onAdded()
      return c.body(null, 202)
    },
})
