import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { erasedSchema } from '#lib/service-client/erased.ts'
import type { ErasureOptions } from '../erasure/erasure-options.ts'
import { listQuery, nextOf } from '../list-query.ts'

/** `GET /accounts/erased`. */
export const erasedGet = defineRoute({
  method: 'get',
  path: '/accounts/erased',
  access: ['service'],
  summary: 'People erased since a cursor, while copies of their events may exist; for services',
  request: { query: listQuery },
  answers: { 200: json(erasedSchema, 'A page; empty when there are no new entries'), ...problemResponses },
  handle:
    ({ erasures }: Pick<ErasureOptions, 'erasures'>) =>
    async (c) => {
      const { since, limit } = c.req.valid('query')
      const page = await erasures.list(Number(since), limit)
      const items = page.map(({ person, copiesUntil }) => ({
        person,
        copies_until: new Date(copiesUntil).toISOString(),
      }))
      return c.json({ items, next: nextOf(page, since) }, 200)
    },
})
