import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import type { AccountsOptions } from '../options.ts'

const key = z.string().regex(/^wk_[A-Za-z0-9_-]{24,64}$/u, { error: 'must be a write key' })

/** `DELETE /accounts/write-keys/{key}`. */
export const writeKeyDelete = defineRoute({
  method: 'delete',
  path: '/accounts/write-keys/{key}',
  access: ['admin'],
  summary: 'Revokes a write key permanently; it stays in the list',
  request: { params: z.object({ key }) },
  answers: { 204: { description: 'Revoked' }, ...problemResponses },
  handle:
    ({ writeKeys }: Pick<AccountsOptions, 'writeKeys'>) =>
    async (c) => {
      if (!(await writeKeys.revoke(c.req.valid('param').key, Date.now()))) throw notFound('write key')
      return c.body(null, 204)
    },
})
