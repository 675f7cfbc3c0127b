import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound, ProblemError } from '#lib/http/problem.ts'
import { personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { isAssetId } from '../asset-names.ts'
import { dropAsset } from '../drop-asset.ts'
import type { ImagesOptions } from '../options.ts'
import { ownerOf } from '../owner-of.ts'
import { shownBy } from '../shown-by.ts'

/** `DELETE /assets/{id}`. */
export const assetDelete = defineRoute({
  method: 'delete',
  path: '/assets/{id}',
  access: ['own', 'service', 'admin'],
  summary:
    "Removes the caller's reference to a picture, unless one of their searches and offers shows it; the last reference removes the picture",
  request: {
    params: z.object({ id: z.string() }),
    query: z.object({
      owner: personId.optional().openapi({ description: 'The owner of the reference; only for admins' }),
      force: z
        .enum(['true', 'false'], { error: 'must be true or false' })
        .default('false')
        .openapi({ description: 'With "true" also a picture that is shown' }),
    }),
  },
  answers: { 204: { description: 'Removed' }, ...problemResponses },
  handle: (options: ImagesOptions) => async (c) => {
    const { id } = c.req.valid('param')
    const caller = c.get('caller')
    const { owner, force } = c.req.valid('query')
    const whose = caller.role === 'admin' && owner !== undefined ? owner : ownerOf(caller)
    if (!isAssetId(id) || (owner !== undefined && owner !== whose)) throw notFound('picture')
    if ((await options.pictures.find(id, whose)) === undefined) throw notFound('picture')
    if (force === 'false') await checkUse(id, whose, options)
    if (!(await dropAsset(id, whose, options))) throw notFound('picture')
    c.set('acted', { owner: whose, before: { picture: id }, after: { picture: null } })
    return c.body(null, 204)
  },
})

async function checkUse(id: string, owner: string, { storage }: ImagesOptions): Promise<void> {
  const shown = await shownBy(storage, id, owner)
  if (shown === undefined) return
  const detail = `The ${shown} shows this picture: remove it there first, or add "?force=true"`
  throw new ProblemError({ status: 409, code: 'in_use', detail })
}
