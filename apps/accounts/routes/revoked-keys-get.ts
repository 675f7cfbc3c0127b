import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { json, pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import { revokedKeysSchema } from '#lib/service-client/revoked-keys.ts'
import type { AccountsOptions } from '../options.ts'

const LIMIT_MAX = 5_000
const LIMIT_DEFAULT = 1_000

const cursor = z
  .string()
  .regex(/^\d{1,15}$/u, { error: 'must be a "next" that this route gave' })
  .optional()

const route = createRoute({
  method: 'get',
  path: '/accounts/revoked-keys',
  summary: 'Device keys that were revoked since a cursor, oldest change first; for services',
  request: { query: z.object({ since: cursor, limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT) }) },
  responses: { 200: json(revokedKeysSchema, 'A page; empty when there is nothing new'), ...problemResponses },
})

/** `GET /accounts/revoked-keys`. */
export function getRevokedKeys(app: App, { devices }: AccountsOptions): void {
  app.openapi(route, async (c) => {
    const { since = '0', limit } = c.req.valid('query')
    const page = await devices.revokedKeys(Number(since), limit)
    const items = page.map(({ keyId, revokedAt }) => ({
      key_id: keyId,
      revoked_at: new Date(revokedAt).toISOString(),
    }))
    return c.json({ items, next: String(page.at(-1)?.sequence ?? since) }, 200)
  })
}
