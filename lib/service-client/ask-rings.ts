import { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/** The answer of apps/notifications: how a person is told of a match. */
export const ringsSchema = z
  .object({
    devices: z.int().min(0).openapi({ description: 'How many devices ring' }),
    mail: z.boolean().openapi({
      description:
        'True when matches come by mail: the first at once, and then one mail in ten minutes at most',
    }),
  })
  .openapi('Rings')

/** How a person is told of a match. */
export type Rings = z.output<typeof ringsSchema>

// A short time-out, because a person waits for the answer of the caller.
const PATIENCE_MS = 300

/**
 * Asks apps/notifications how a person is told of a match.
 *
 * @throws {UnavailableError} when notifications does not answer within 300 ms.
 */
export async function askRings(notifications: ServiceClient, person: string): Promise<Rings> {
  const response = await notifications.call(`/preferences/${encodeURIComponent(person)}/rings`, {
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (response.status !== 200)
    throw new UnavailableError(`Cannot ask how a person is told: notifications answered ${response.status}`)
  return ringsSchema.parse(await response.json())
}
