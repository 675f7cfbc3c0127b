import { z } from '@hono/zod-openapi'
import { matchListSchema } from '#lib/service-client/match-list.ts'

/** The data of the live page from apps/kafidx: with pseudonyms, and positions on the privacy grid. */
export const liveFrameSchema = z.object({
  /** When, in milliseconds since 1970. */
  at: z.number(),
  /** Events per second by type. */
  rates: z.record(z.string(), z.number()),
  /** Totals since the start of the process. */
  totals: z.object({ events: z.number(), matches: z.number(), rings: z.number() }),
  /** Events since the last frame, oldest first. */
  events: z.array(
    z.object({
      time: z.string(),
      type: z.string(),
      device: z.string(),
      city: z.string(),
      at: z.object({ lat: z.number(), lng: z.number() }).optional(),
    }),
  ),
  /** Matches since the last frame, newest first. */
  matches: matchListSchema,
})

export type LiveFrame = z.output<typeof liveFrameSchema>
