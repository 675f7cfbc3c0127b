import { z } from '@hono/zod-openapi'

/** Counts, as workers/statistics lists them for other stations. */
export const counterSchema = z
  .object({
    counter: z.string(),
    counts: z.array(z.object({ minute: z.string(), key: z.string(), count: z.int() })),
  })
  .openapi('Counter')
