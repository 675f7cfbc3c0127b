import { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { pathSegment } from '#lib/http/path-segment.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/** One match with the people on both sides, as apps/matching shows it to other stations. */
export const oneMatchSchema = z
  .object({
    id: z.string(),
    search: z.string(),
    offer: z.string(),
    owners: z.object({ search: z.string(), offer: z.string() }),
    state: z.enum(['together', 'ended']),
    foundAt: z.iso.datetime(),
    endedAt: z.iso.datetime().optional(),
  })
  .openapi('OneMatch')

export type OneMatch = z.output<typeof oneMatchSchema>

// A short time-out, because a person waits for the answer of the caller.
const PATIENCE_MS = 1_000

/**
 * Asks apps/matching for a match; undefined if there is none.
 *
 * @throws {UnavailableError} when matching does not answer within a second.
 */
export async function askMatch(matching: ServiceClient, id: string): Promise<OneMatch | undefined> {
  const response = await matching.call(`/matching/match/${pathSegment(id)}`, {
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (response.status === 404) return undefined
  if (response.status !== 200)
    throw new UnavailableError(`Cannot ask for a match: matching answered ${response.status}`)
  return oneMatchSchema.parse(await response.json())
}
