import { z } from '@hono/zod-openapi'

/** Revoked device keys, as apps/accounts lists them for other stations. `next` is the cursor to continue, also on the last page. */
export const revokedKeysSchema = z
  .object({
    items: z.array(z.object({ key_id: z.string(), revoked_at: z.iso.datetime() })),
    next: z.string(),
  })
  .openapi('RevokedKeys')
