import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { inFormats, pageSchema, problemResponses, VARY_ACCEPT } from '#lib/http/wire-schemas.ts'
import { isAssetId } from '../asset-names.ts'
import { assetSchema, showAsset } from '../asset-wire.ts'
import { findAlike } from '../find-alike.ts'
import { missingPicture } from '../missing-picture.ts'
import type { ImagesOptions } from '../options.ts'
import { pictureView } from '../pages/picture/picture-view.tsx'
import { isOperator, showPicture } from '../picture-wire.ts'

/** `GET /assets/{id}`: where the placeholder of a picture is read. */
export const assetShow = defineRoute({
  method: 'get',
  path: '/assets/{id}',
  access: { everybody: 'what is told of a picture can be read from the picture' },
  summary: 'The size, the placeholder and the addresses of a picture',
  request: { params: z.object({ id: z.string() }) },
  answers: {
    200: inFormats('The picture; for operators also in HTML, with its owners', {
      json: assetSchema,
      html: pageSchema,
    }),
    ...problemResponses,
  },
  handle:
    ({ pictures, assets }: Pick<ImagesOptions, 'pictures' | 'assets'>) =>
    async (c) => {
      const { id } = c.req.valid('param')
      if (!isAssetId(id)) throw notFound('picture')
      const asset = await pictures.find(id)
      if (asset === undefined) throw await missingPicture(id, pictures)
      const caller = c.get('caller')
      const [picture] = await pictures.pictures([id])
      if (
        picture === undefined ||
        !isOperator(caller) ||
        wantedFormat(c.req.raw.headers, ['html']) !== 'html'
      )
        return c.json(showAsset(asset), 200, VARY_ACCEPT)
      const alike = await findAlike(pictures, picture)
      return pictureView.respond(c.req.raw, assets, {
        picture: showPicture(picture, caller),
        alike: alike.map((each) => showPicture(each, caller)),
        mayRemove: caller.role === 'admin',
      })
    },
})
