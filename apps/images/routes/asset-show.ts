import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { isAssetId } from '../asset-names.ts'
import { assetSchema, showAsset } from '../asset-wire.ts'
import { missingPicture } from '../missing-picture.ts'
import type { ImagesOptions } from '../options.ts'

/** `GET /assets/{id}`: where the placeholder of a picture is read. */
export const assetShow = defineRoute({
  method: 'get',
  path: '/assets/{id}',
  access: { everybody: 'what is told of a picture can be read from the picture' },
  summary: 'The size, the placeholder and the addresses of a picture',
  request: { params: z.object({ id: z.string() }) },
  answers: { 200: json(assetSchema, 'The picture'), ...problemResponses },
  handle:
    ({ pictures }: Pick<ImagesOptions, 'pictures'>) =>
    async (c) => {
      const { id } = c.req.valid('param')
      if (!isAssetId(id)) throw notFound('picture')
      const asset = await pictures.find(id)
      if (asset === undefined) throw await missingPicture(id, pictures)
      return c.json(showAsset(asset), 200)
    },
})
