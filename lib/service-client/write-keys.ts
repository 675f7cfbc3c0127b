import { z } from '@hono/zod-openapi'

/** A write key, as apps/accounts returns it. */
export const writeKeySchema = z
  .object({
    key: z.string(),
    id: z.string(),
    name: z.string(),
    origins: z.array(z.string()),
    ratePerSecond: z.number(),
    burst: z.number(),
    created: z.iso.datetime(),
    revoked: z.iso.datetime().optional(),
  })
  .openapi('WriteKey')

/** Write keys in the order of their last change. `next` is the cursor to continue, also on the last page. */
export const writeKeysSchema = z
  .object({ items: z.array(writeKeySchema), next: z.string() })
  .openapi('WriteKeys')

export type ShownWriteKey = z.output<typeof writeKeySchema>
