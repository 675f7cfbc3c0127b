import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { isAssetId } from '../asset-names.ts'
import { dropAsset } from '../drop-asset.ts'
import type { ImagesOptions } from '../options.ts'
import { ownerOf } from '../owner-of.ts'

/** `DELETE /assets/{id}`. */
export const assetDelete = defineRoute({
  method: 'delete',
  path: '/assets/{id}',
  access: ['own', 'service', 'admin'],
  summary: "Removes the caller's reference to a picture; the last reference removes the picture",
  request: {
    params: z.object({ id: z.string() }),
    query: z.object({
      owner: personId.optional().openapi({ description: 'The owner of the reference; only for admins' }),
    }),
  },
  answers: { 204: { description: 'Removed' }, ...problemResponses },
  handle: (options: ImagesOptions) => async (c) => {
    const { id } = c.req.valid('param')
    const caller = c.get('caller')
    const { owner } = c.req.valid('query')
    const whose = caller.role === 'admin' && owner !== undefined ? owner : ownerOf(caller)
    if (!isAssetId(id) || (owner !== undefined && owner !== whose)) throw notFound('picture')
    if (!(await dropAsset(id, whose, options))) throw notFound('picture')
    return c.body(null, 204)
  },
})
