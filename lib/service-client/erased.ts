import { z } from '@hono/zod-openapi'

/** Erased people, as apps/accounts lists them for other stations. `next` is the cursor to continue, also on the last page. */
export const erasedSchema = z
  .object({
    items: z.array(z.object({ person: z.string(), copies_until: z.iso.datetime() })),
    next: z.string(),
  })
  .openapi('Erased')
