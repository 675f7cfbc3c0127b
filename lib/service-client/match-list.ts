import { z } from '@hono/zod-openapi'
import { DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'

/** Matches as apps/matching lists them for other stations. */
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
      /** Title of the first side's subject. */
      title: z.string(),
      /** Where it happened, on the privacy grid. */
      spot: z.object({ lat: z.number(), lng: z.number() }),
    }),
  )
  .openapi('MatchList')

export type MatchList = z.output<typeof matchListSchema>
