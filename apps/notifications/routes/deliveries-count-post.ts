import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { countedMatchesSchema, deliveryCountsSchema } from '#lib/service-client/delivery-counts.ts'
import type { NotificationsOptions } from '../options.ts'

/** `POST /deliveries/count`; a read, but too long for a URL. */
export const deliveriesCountPost = defineRoute({
  method: 'post',
  path: '/deliveries/count',
  access: ['service'],
  summary: 'How many deliveries matches have, by state',
  request: { body: { required: true, ...json(countedMatchesSchema, 'Their ids') } },
  answers: { 200: json(deliveryCountsSchema, 'The numbers by these ids'), ...problemResponses },
  handle:
    ({ deliveries }: Pick<NotificationsOptions, 'deliveries'>) =>
    async (c) => {
      const counts = await deliveries.countOfMatches(c.req.valid('json').matches)
      return c.json({ counts: Object.fromEntries(counts) }, 200)
    },
})
