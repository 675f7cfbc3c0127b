import { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/** The maximum of people in one question: a page of searches or offers has at most this many owners. */
export const OTHERS_MAX = 200

/** The question to apps/matching: which of these people blocked a person or are blocked by them? */
export const blockedBetweenSchema = z
  .object({ person: z.string(), others: z.array(z.string()).max(OTHERS_MAX) })
  .openapi('BlockedBetween')

/** The answer: the ids of these people. */
export const blockedPeopleSchema = z.object({ people: z.array(z.string()) }).openapi('BlockedPeople')

// A short time-out, because a person waits for the answer of the caller.
const PATIENCE_MS = 1_000

/**
 * Asks apps/matching which of up to 200 people blocked a person or are blocked by them.
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
