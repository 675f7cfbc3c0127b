import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import type { AccountsOptions } from '../options.ts'

const key = z.string().regex(/^wk_[A-Za-z0-9_-]{24,64}$/u, { error: 'must be a write key' })

const route = createRoute({
  method: 'delete',
  path: '/accounts/write-keys/{key}',
  summary: 'Revokes a write key for good; it stays in the list',
  request: { params: z.object({ key }) },
  responses: { 204: { description: 'It is revoked' }, ...problemResponses },
})

/** `DELETE /accounts/write-keys/{key}`. */
export function deleteWriteKey(app: App, { writeKeys }: AccountsOptions): void {
  app.openapi(route, async (c) => {
    if (!(await writeKeys.revoke(c.req.valid('param').key, Date.now()))) throw notFound('write key')
    return c.body(null, 204)
  })
}
