import { z } from '@hono/zod-openapi'

/** Ended sessions, as apps/accounts lists them for other stations. `next` is the cursor to continue, also on the last page. */
export const endedSessionsSchema = z
  .object({
    items: z.array(
      z.object({
        person: z.string(),
        /** The session that ended; if missing, all sessions of the person. */
        session: z.string().optional(),
        sequence: z.int(),
        /** When the last token of the session expires. */
        until: z.iso.datetime(),
      }),
    ),
    next: z.string(),
  })
  .openapi('EndedSessions')
