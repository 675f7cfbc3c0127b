import { z } from '@hono/zod-openapi'
import {
  FORBIDDEN_EFFECTS,
  FORBIDDEN_KINDS,
  FORBIDDEN_WORDS_MAX,
  wordsIn,
} from '#lib/trust/find-forbidden.ts'
import { hostOf } from '#lib/trust/hosts-in.ts'

const ENTRIES_MAX = 500
const VALUE_LENGTH_MAX = 100

const entrySchema = z
  .object({
    kind: z.enum(FORBIDDEN_KINDS, { error: `must be one of ${FORBIDDEN_KINDS.join(', ')}` }),
    value: z
      .string({ error: 'must be text' })
      .max(VALUE_LENGTH_MAX, { error: `must be at most ${VALUE_LENGTH_MAX} characters` })
      .openapi({
        description: 'One to five words in any form, or a host, which stands for its subdomains too',
      }),
    does: z.enum(FORBIDDEN_EFFECTS, { error: `must be one of ${FORBIDDEN_EFFECTS.join(', ')}` }).openapi({
      description:
        '"hold" hides a search or offer until operators have looked at it; a message it refuses too',
    }),
  })
  .superRefine(({ kind, value }, context) => {
    const problem = kind === 'host' ? hostProblem(value) : wordProblem(value)
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['value'], message: problem })
  })

/** The list of forbidden words and hosts. */
export const forbiddenSchema = z
  .object({
    entries: z
      .array(entrySchema, { error: 'must be a list' })
      .max(ENTRIES_MAX, { error: `must hold at most ${ENTRIES_MAX} entries` }),
  })
  .openapi('Forbidden')

function hostProblem(value: string): string | undefined {
  return hostOf(value) === undefined ? 'must be the name of a host, such as example.com' : undefined
}

function wordProblem(value: string): string | undefined {
  const { length } = wordsIn(value)
  return length >= 1 && length <= FORBIDDEN_WORDS_MAX
    ? undefined
    : `must hold 1 to ${FORBIDDEN_WORDS_MAX} words`
}
