import { createRoute } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { erasedSchema } from '#lib/service-client/erased.ts'
import type { ErasureOptions } from '../erasure/erasure-options.ts'
import { listQuery, nextOf } from '../list-query.ts'

const route = createRoute({
  method: 'get',
  path: '/accounts/erased',
  summary: 'People who were erased since a cursor, of whom copies may be about; for services',
  request: { query: listQuery },
  responses: { 200: json(erasedSchema, 'A page; empty when there is nothing new'), ...problemResponses },
})

/** `GET /accounts/erased`. */
export function getErased(app: App, { erasures }: Pick<ErasureOptions, 'erasures'>): void {
  app.openapi(route, async (c) => {
    const { since, limit } = c.req.valid('query')
    const page = await erasures.list(Number(since), limit)
    const items = page.map(({ person, copiesUntil }) => ({
      person,
      copies_until: new Date(copiesUntil).toISOString(),
    }))
    return c.json({ items, next: nextOf(page, since) }, 200)
  })
}
