import { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/** Most people that are asked about at once: as many as a page of searches or offers has owners. */
export const OTHERS_MAX = 200

/** The question to apps/matching who of others blocked a person, or is blocked by them. */
export const blockedBetweenSchema = z
  .object({ person: z.string(), others: z.array(z.string()).max(OTHERS_MAX) })
  .openapi('BlockedBetween')

/** Its answer: those of the others. */
export const blockedPeopleSchema = z.object({ people: z.array(z.string()) }).openapi('BlockedPeople')

// The one who asks is about to answer a person.
const PATIENCE_MS = 1_000

/**
 * Those of up to 200 others who blocked a person or are blocked by them, asked of apps/matching.
 *
 * @throws {UnavailableError} when matching does not answer within a second.
 */
export async function askBlockedPeople(
  matching: ServiceClient,
  question: z.output<typeof blockedBetweenSchema>,
): Promise<ReadonlySet<string>> {
  const response = await matching.call('/matching/blocks/between', {
    method: 'POST',
    json: question,
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (response.status !== 200) {
    throw new UnavailableError(`Cannot ask who blocked whom: matching answered ${response.status}`)
  }
  return new Set(blockedPeopleSchema.parse(await response.json()).people)
}
