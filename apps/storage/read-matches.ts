import type { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { pathSegment } from '#lib/http/path-segment.ts'
import { matchPageSchema, type matchPageQuery } from '#lib/service-client/match-list.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/** Which matches are asked for. */
type Asked = z.output<typeof matchPageQuery> & {
  readonly id: string
  readonly hidesBlocked: boolean
}

/**
 * Reads a page of the matches of a search or an offer from apps/matching, which owns them.
 *
 * @throws {UnavailableError} when matching does not answer.
 */
export async function readMatches(
  matching: ServiceClient,
  { id, hidesBlocked, cursor, limit }: Asked,
): Promise<z.output<typeof matchPageSchema>> {
  const query = new URLSearchParams({
    hide_blocked: String(hidesBlocked),
    limit: String(limit),
    ...(cursor !== undefined && { cursor }),
  })
  const response = await matching.call(`/matching/matches/${pathSegment(id)}?${query}`)
  if (response.status !== 200)
    throw new UnavailableError(`Cannot list matches: matching answered ${response.status}`)
  return matchPageSchema.parse(await response.json())
}
