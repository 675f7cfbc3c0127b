import { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { ownId } from '#lib/http/wire-schemas.ts'
import { CONDITIONS } from '#lib/matching/conditions.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/** The question to apps/matching: match these two. */
export const handMatchSchema = z.object({ one: ownId, other: ownId }).openapi('HandMatch')

/** What became of a pair that somebody looks at by hand. */
const HAND_OUTCOMES = ['begun', 'together', 'full', 'none'] as const

/** The answer: each pair that the two form, with the conditions of the rule. Two searches for searches form two pairs. */
export const handMatchedSchema = z
  .object({
    pairs: z.array(
      z.object({
        search: z.string(),
        offer: z.string().openapi({ description: 'Or the search that is found, for a search for searches' }),
        outcome: z.enum(HAND_OUTCOMES).openapi({
          description:
            '"begun": a match began now; "together": it had begun before; "full": the rule holds, but one of the two has as many matches as it may have (PAIRS_MAX); "none": the rule does not hold',
        }),
        match: z.string().optional().openapi({ description: 'The id of their match' }),
        conditions: z.array(
          z.object({
            name: z.enum(CONDITIONS),
            holds: z.boolean(),
            failing: z.array(z.string()).optional().openapi({
              description:
                'The ids of those because of which it does not hold, if it is not about both together',
            }),
          }),
        ),
      }),
    ),
  })
  .openapi('HandMatched')

export type HandMatched = z.output<typeof handMatchedSchema>

/**
 * Asks apps/matching to look at two subjects, and to begin their match if the rule holds; undefined when it does not know one of them.
 *
 * @throws {UnavailableError} when matching does not answer.
 */
export async function askHandMatch(
  matching: ServiceClient,
  question: z.output<typeof handMatchSchema>,
): Promise<HandMatched | undefined> {
  const response = await matching.call('/matching/match', { method: 'POST', json: question })
  if (response.status === 404) return undefined
  if (response.status !== 200)
    throw new UnavailableError(`Cannot match two by hand: matching answered ${response.status}`)
  return handMatchedSchema.parse(await response.json())
}
