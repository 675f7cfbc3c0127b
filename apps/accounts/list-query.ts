import { z } from '@hono/zod-openapi'
import { pageLimit } from '#lib/http/wire-schemas.ts'

const LIMIT_MAX = 5_000
const LIMIT_DEFAULT = 1_000

/** The query of a list that other stations follow: their cursor, and the size of a page. */
export const listQuery = z.object({
  since: z
    .string()
    .regex(/^\d{1,15}$/u, { error: 'must be a "next" from an answer of this route' })
    .default('0'),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
})

/** The cursor after a page; after an empty page it is the same cursor. */
export function nextOf(page: readonly { readonly sequence: number }[], since: string): string {
  return String(page.at(-1)?.sequence ?? since)
}
