import { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/** The maximum of subjects in one question: a list of searches or offers has at most so many. */
const SUBJECTS_MAX = 200
/** More matches of one subject are not counted. */
export const MATCHES_COUNTED_MAX = 1_000

/** The question to apps/matching: how many matches do these searches and offers have? */
export const countedSubjectsSchema = z
  .object({ subjects: z.array(z.string()).max(SUBJECTS_MAX) })
  .openapi('CountedSubjects')

/** The answer, by the ids of the subjects. */
export const matchCountsSchema = z
  .object({ counts: z.record(z.string(), z.int().min(0).max(MATCHES_COUNTED_MAX)) })
  .openapi('MatchCounts')

// A short time-out, because a person waits for the answer of the caller.
const PATIENCE_MS = 1_000

/**
 * Asks apps/matching how many matches each of up to 200 searches and offers has now; of more than `MATCHES_COUNTED_MAX`, it tells this number.
 *
 * @throws {UnavailableError} when matching does not answer within a second.
 */
export async function askMatchCounts(
  matching: ServiceClient,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const response = await matching.call('/matching/matches/count', {
    method: 'POST',
    json: { subjects },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (response.status !== 200)
    throw new UnavailableError(`Cannot count matches: matching answered ${response.status}`)
  return new Map(Object.entries(matchCountsSchema.parse(await response.json()).counts))
}
