import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, pageLimit, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { DELIVERY_STATES } from '#lib/store/deliveries.ts'
import { deliverySchema, showDelivery } from '../delivery-wire.ts'
import type { NotificationsOptions } from '../options.ts'
import { mayRead } from '../mapping-wire.ts'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

/** `GET /deliveries`. */
export const deliveriesGet = defineRoute({
  method: 'get',
  path: '/deliveries',
  access: ['own', 'service', 'operate', 'admin'],
  summary: "Deliveries to the caller's devices, newest first; services and operators see all",
  request: {
    query: z.object({
      user: personId.optional(),
      state: z.enum(DELIVERY_STATES, { error: `must be one of ${DELIVERY_STATES.join(', ')}` }).optional(),
      limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
    }),
  },
  answers: { 200: json(z.object({ items: z.array(deliverySchema) }), 'The newest'), ...problemResponses },
  handle:
    ({ deliveries }: Pick<NotificationsOptions, 'deliveries'>) =>
    async (c) => {
      const { user, state, limit } = c.req.valid('query')
      const caller = c.get('caller')
      const person = caller.role === 'person' ? (user ?? caller.person) : user
      if (person !== undefined && !mayRead(caller, person)) {
        throw new ProblemError({
          status: 403,
          code: 'not_yours',
          field: 'user',
          detail: '"user" must be your own id',
        })
      }
      const found = await deliveries.list({ person, state, limit })
      return c.json({ items: found.map(showDelivery) }, 200)
    },
})
