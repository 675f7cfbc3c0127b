import { z } from '@hono/zod-openapi'
import { pageLimit } from '#lib/http/wire-schemas.ts'
import { DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'

/** Matches, as apps/matching lists them for other stations. */
export const matchListSchema = z
  .array(
    z.object({
      id: z.string(),
      search: z.string(),
      offer: z.string(),
      episode: z.int(),
      state: z.enum(['together', 'ended']),
      foundAt: z.string(),
      endedAt: z.string().optional(),
      distanceClass: z.enum(DISTANCE_CLASSES),
      /** Title of the search or offer of the first side. */
      title: z.string(),
      /** Position of the match, rounded to the privacy grid. */
      spot: z.object({ lat: z.number(), lng: z.number() }),
    }),
  )
  .openapi('MatchList')

/** A page of matches. */
export const matchPageSchema = z.object({
  items: matchListSchema,
  next: z.string().optional().openapi({ description: 'The "cursor" of the following page' }),
  beyond: z.int().min(1).max(1_000).optional().openapi({
    description:
      'How many more fit, and are no matches because the search or the offer has as many as it may have at a time (PAIRS_MAX). 1000 stands for 1000 or more. Counted when one of its matches ended, and every ten minutes; absent when there are none',
  }),
})

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

/** The query of a page. The cursor is the time and id of the last match of the page before. */
export const matchPageQuery = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,15}_[A-Za-z0-9._-]{1,64}$/u, { error: 'must be the "next" of a page' })
    .optional(),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
})

export type MatchList = z.output<typeof matchListSchema>
