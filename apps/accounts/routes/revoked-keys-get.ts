import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { revokedKeysSchema } from '#lib/service-client/revoked-keys.ts'
import { listQuery, nextOf } from '../list-query.ts'
import type { AccountsOptions } from '../options.ts'

/** `GET /accounts/revoked-keys`. */
export const revokedKeysGet = defineRoute({
  method: 'get',
  path: '/accounts/revoked-keys',
  access: ['service'],
  summary: 'Device keys that were revoked since a cursor, oldest change first; for services',
  request: { query: listQuery },
  answers: {
    200: json(revokedKeysSchema, 'A page; empty when there are no new entries'),
    ...problemResponses,
  },
  handle:
    ({ devices }: Pick<AccountsOptions, 'devices'>) =>
    async (c) => {
      const { since, limit } = c.req.valid('query')
      const page = await devices.revokedKeys(Number(since), limit)
      const items = page.map(({ keyId, revokedAt }) => ({
        key_id: keyId,
        revoked_at: new Date(revokedAt).toISOString(),
      }))
      return c.json({ items, next: nextOf(page, since) }, 200)
    },
})
