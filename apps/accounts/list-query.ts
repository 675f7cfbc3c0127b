import { z } from '@hono/zod-openapi'
import { pageLimit } from '#lib/http/wire-schemas.ts'

const LIMIT_MAX = 5_000
const LIMIT_DEFAULT = 1_000

/** The query of a list that other stations follow: where they stand in it, and how much they take at once. */
export const listQuery = z.object({
  since: z
    .string()
    .regex(/^\d{1,15}$/u, { error: 'must be a "next" that this route gave' })
    .default('0'),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
})

/** Where to go on after a page; where the page is empty, at the same place. */
export function nextOf(page: readonly { readonly sequence: number }[], since: string): string {
  return String(page.at(-1)?.sequence ?? since)
}
