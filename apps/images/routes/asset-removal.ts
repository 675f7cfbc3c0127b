import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import { isAssetId } from '../asset-names.ts'
import { dropAsset } from '../drop-asset.ts'
import type { ImagesOptions } from '../options.ts'

// More owners than one picture has, unless they upload it faster than it is removed.
const OWNERS_MAX = 1_000

/** `POST /assets/{id}/removal`: storage calls it when operators decide that nobody may see a picture. */
export const assetRemoval = defineRoute({
  method: 'post',
  path: '/assets/{id}/removal',
  access: ['service'],
  summary: 'Removes a picture with the references of all its owners',
  request: { params: z.object({ id: z.string() }) },
  answers: { 204: { description: 'Removed' }, ...problemResponses },
  handle: (options: ImagesOptions) => async (c) => {
    const { id } = c.req.valid('param')
    let asset = isAssetId(id) ? await options.pictures.find(id) : undefined
    if (asset === undefined) throw notFound('picture')
    for (let owners = 0; asset !== undefined && owners < OWNERS_MAX; owners += 1) {
      await dropAsset(id, asset.owner, options)
      asset = await options.pictures.find(id)
    }
    return c.body(null, 204)
  },
})
