import { z } from '@hono/zod-openapi'

/** Ended sessions as apps/accounts lists them for other stations; `next` is where to go on, also after the last. */
export const endedSessionsSchema = z
  .object({
    items: z.array(
      z.object({
        person: z.string(),
        /** The one that ended; without it, all that the person had. */
        session: z.string().optional(),
        sequence: z.int(),
        /** When the last token from before has expired by itself. */
        until: z.iso.datetime(),
      }),
    ),
    next: z.string(),
  })
  .openapi('EndedSessions')
