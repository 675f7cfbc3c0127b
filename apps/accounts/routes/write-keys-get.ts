import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { writeKeysSchema } from '#lib/service-client/write-keys.ts'
import { listQuery, nextOf } from '../list-query.ts'
import type { AccountsOptions } from '../options.ts'
import { showWriteKey } from '../write-keys/show-write-key.ts'

/** `GET /accounts/write-keys`. */
export const writeKeysGet = defineRoute({
  method: 'get',
  path: '/accounts/write-keys',
  access: ['service', 'operate', 'admin'],
  summary:
    'Write keys, including revoked ones, in the order of their last change since a cursor; trackers follow this list',
  request: { query: listQuery },
  answers: { 200: json(writeKeysSchema, 'A page; empty when there are no new entries'), ...problemResponses },
  handle:
    ({ writeKeys }: Pick<AccountsOptions, 'writeKeys'>) =>
    async (c) => {
      const { since, limit } = c.req.valid('query')
      const page = await writeKeys.list(Number(since), limit)
      return c.json({ items: page.map(showWriteKey), next: nextOf(page, since) }, 200)
    },
})
