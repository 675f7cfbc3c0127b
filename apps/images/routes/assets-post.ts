import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { readBytes } from '#lib/http/read-json.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { assetId } from '../asset-names.ts'
import { storeAsset } from '../store-asset.ts'
import type { ImagesOptions } from '../options.ts'
import { ownerOf } from '../owner-of.ts'
import { urlOf } from '../presets.ts'
import { resizePicture } from '../resize-picture.ts'

const UPLOAD_BYTES_MAX = 10 * 1_048_576

const assetSchema = z
  .object({
    id: z.string(),
    width: z.int(),
    height: z.int(),
    bytes: z.int(),
    urls: z.object({ view: z.string(), thumb: z.string() }),
    duplicate: z.literal(true).optional(),
  })
  .openapi('Asset')

const picture = z.any().openapi({ type: 'string', format: 'binary' })

/** `POST /assets`. */
export const assetsPost = defineRoute({
  method: 'post',
  path: '/assets',
  access: ['own', 'service'],
  summary: 'Uploads a picture: the body is the file',
  request: {
    body: {
      required: true,
      content: {
        'image/jpeg': { schema: picture },
        'image/png': { schema: picture },
        'image/webp': { schema: picture },
      },
    },
  },
  answers: {
    200: json(assetSchema, 'The caller uploaded it before'),
    201: json(assetSchema, 'Stored; width and height are those of the view'),
    ...problemResponses,
  },
  handle:
    ({ assets, blobs, idKey, queue }: Pick<ImagesOptions, 'assets' | 'blobs' | 'idKey' | 'queue'>) =>
    async (c) => {
      const owner = ownerOf(c.get('caller'))
      const bytes = await readBytes(c.req.raw, UPLOAD_BYTES_MAX)
      const id = assetId(await idKey(), bytes)
      const { isNew, ...size } = await queue.run(async () => {
        const { files, width, height } = await resizePicture(bytes)
        const asset = { id, owner, width, height, bytes: files.view.length, created: Date.now() }
        return { isNew: await storeAsset(asset, files, { assets, blobs }), width, height, bytes: asset.bytes }
      })
      const shown = { id, ...size, urls: { view: urlOf(id, 'view'), thumb: urlOf(id, 'thumb') } }
      return isNew
        ? c.json(shown, 201, { location: urlOf(id, 'view') })
        : c.json({ ...shown, duplicate: true as const }, 200)
    },
})
