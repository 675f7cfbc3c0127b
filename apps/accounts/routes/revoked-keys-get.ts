import { createRoute } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { revokedKeysSchema } from '#lib/service-client/revoked-keys.ts'
import { listQuery, nextOf } from '../list-query.ts'
import type { AccountsOptions } from '../options.ts'

const route = createRoute({
  method: 'get',
  path: '/accounts/revoked-keys',
  summary: 'Device keys that were revoked since a cursor, oldest change first; for services',
  request: { query: listQuery },
  responses: { 200: json(revokedKeysSchema, 'A page; empty when there is nothing new'), ...problemResponses },
})

/** `GET /accounts/revoked-keys`. */
export function getRevokedKeys(app: App, { devices }: AccountsOptions): void {
  app.openapi(route, async (c) => {
    const { since, limit } = c.req.valid('query')
    const page = await devices.revokedKeys(Number(since), limit)
    const items = page.map(({ keyId, revokedAt }) => ({
      key_id: keyId,
      revoked_at: new Date(revokedAt).toISOString(),
    }))
    return c.json({ items, next: nextOf(page, since) }, 200)
  })
}
