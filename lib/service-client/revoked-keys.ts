import { z } from '@hono/zod-openapi'

/** Revoked device keys as apps/accounts lists them for other stations; `next` is where to go on, also after the last. */
export const revokedKeysSchema = z
  .object({
    items: z.array(z.object({ key_id: z.string(), revoked_at: z.iso.datetime() })),
    next: z.string(),
  })
  .openapi('RevokedKeys')
