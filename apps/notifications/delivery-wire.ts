import { z } from '@hono/zod-openapi'
import { DELIVERY_KINDS, DELIVERY_STATES, type Delivery } from '#lib/store/deliveries.ts'

/** A delivery in answers of the API. */
export const deliverySchema = z
  .object({
    id: z.string(),
    match: z.string(),
    user: z.string(),
    device_id: z.string(),
    channel: z.string(),
    kind: z.enum(DELIVERY_KINDS),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    created: z.string(),
    sent: z.string().optional(),
    opened: z.string().optional(),
    dismissed: z.string().optional(),
    reason: z.string().optional(),
  })
  .openapi('Delivery')

/** Converts a delivery for an answer of the API. */
export function showDelivery(delivery: Delivery): z.output<typeof deliverySchema> {
  const { id, match, person, device, channel, content, state, attempts, created, sentAt, reason } = delivery
  const { openedAt, dismissedAt } = delivery
  return {
    id,
    match,
    user: person,
    device_id: device,
    channel,
    kind: content.kind,
    state,
    attempts,
    created: new Date(created).toISOString(),
    ...(sentAt !== undefined && { sent: new Date(sentAt).toISOString() }),
    ...(openedAt !== undefined && { opened: new Date(openedAt).toISOString() }),
    ...(dismissedAt !== undefined && { dismissed: new Date(dismissedAt).toISOString() }),
    ...(reason !== undefined && { reason }),
  }
}
