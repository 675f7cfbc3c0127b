import { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { DELIVERY_STATES, type DeliveryCounts } from '#lib/store/deliveries.ts'

/** The maximum of matches in one question: a page of matches has at most so many. */
const MATCHES_MAX = 200

/** The question to apps/notifications: how many deliveries do these matches have? */
export const countedMatchesSchema = z
  .object({ matches: z.array(z.string()).max(MATCHES_MAX) })
  .openapi('CountedMatches')

/** The answer, by the ids of the matches; those without deliveries are absent. */
export const deliveryCountsSchema = z
  .object({ counts: z.record(z.string(), z.partialRecord(z.enum(DELIVERY_STATES), z.int().min(1))) })
  .openapi('DeliveryCounts')

// A short time-out, because a person waits for the answer of the caller.
const PATIENCE_MS = 1_000

/**
 * Asks apps/notifications how many deliveries each of up to 200 matches has, by state.
 *
 * @throws {UnavailableError} when notifications does not answer within a second.
 */
export async function askDeliveryCounts(
  notifications: ServiceClient,
  matches: readonly string[],
): Promise<ReadonlyMap<string, DeliveryCounts>> {
  const response = await notifications.call('/deliveries/count', {
    method: 'POST',
    json: { matches },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (response.status !== 200)
    throw new UnavailableError(`Cannot count deliveries: notifications answered ${response.status}`)
  return new Map(Object.entries(deliveryCountsSchema.parse(await response.json()).counts))
}
