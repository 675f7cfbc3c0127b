import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField, notFound } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { isBlank } from '#lib/text/is-blank.ts'
import { isAssetId } from '../asset-names.ts'
import { dropAsset } from '../drop-asset.ts'
import type { ImagesOptions } from '../options.ts'

// More owners than one picture has, unless they upload it faster than it is removed.
const OWNERS_MAX = 1_000
const REASONS_LENGTH_MAX = 2_000

const removalSchema = z
  .object({
    reasons: z
      .string({ error: 'must be text' })
      .max(REASONS_LENGTH_MAX, { error: `must be at most ${REASONS_LENGTH_MAX} characters` })
      .refine((text) => !isBlank(text), { error: 'must not be blank' })
      .optional()
      .openapi({ description: 'Kept in the audit log; an admin must give them' }),
  })
  .openapi('PictureRemoval')

/** `POST /assets/{id}/removal`: admins, or storage when operators decided so, remove what nobody may see. */
export const assetRemoval = defineRoute({
  method: 'post',
  path: '/assets/{id}/removal',
  access: ['service', 'admin'],
  summary: 'Removes a picture with the references of all its owners',
  request: {
    params: z.object({ id: z.string() }),
    body: { required: false, ...json(removalSchema, 'Why') },
  },
  answers: { 204: { description: 'Removed' }, ...problemResponses },
  handle: (options: ImagesOptions) => async (c) => {
    const { id } = c.req.valid('param')
    const { reasons } = c.req.valid('json')
    const isByAdmin = c.get('caller').role === 'admin'
    if (isByAdmin && reasons === undefined) throw badField('reasons', 'is missing')
    let asset = isAssetId(id) ? await options.pictures.find(id) : undefined
    if (asset === undefined) throw notFound('picture')
    const { owner } = asset
    let owners = 0
    for (; asset !== undefined && owners < OWNERS_MAX; owners += 1) {
      await dropAsset(id, asset.owner, options)
      asset = await options.pictures.find(id)
    }
    c.set('acted', { owner, before: { picture: id, owners }, after: { picture: null, owners: 0, reasons } })
    return c.body(null, 204)
  },
})
