import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { blobName, isAssetId } from '../asset-names.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import type { ImagesOptions } from '../options.ts'
import { PRESET_NAMES, fileOf } from '../presets.ts'

const HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
}

/** `GET /assets/{id}/{file}`: a picture in one size; the same 404 for every unknown name. */
export const assetGet = defineRoute({
  method: 'get',
  path: '/assets/{id}/{file}',
  access: { everybody: 'pictures of offers are there to be seen' },
  summary: 'A picture in one size',
  request: { params: z.object({ id: z.string(), file: z.string().openapi({ example: 'thumb.jpg' }) }) },
  answers: {
    200: {
      description: 'The picture',
      content: { 'image/jpeg': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } },
    },
    304: { description: 'Not modified' },
    ...problemResponses,
  },
  handle:
    ({ assets, blobs }: Pick<ImagesOptions, 'assets' | 'blobs'>) =>
    async (c) => {
      const { id, file } = c.req.valid('param')
      const preset = PRESET_NAMES.find((name) => fileOf(name) === file)
      if (preset === undefined || !isAssetId(id) || (await assets.find(id)) === undefined)
        throw notFound('picture')
      // The name is a hash of the bytes, so a cached picture never changes.
      const etag = `"${id}-${preset}"`
      if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, { ...HEADERS, etag })
      const bytes = await blobs.get(blobName(id, preset))
      if (bytes === undefined) throw notFound('picture')
      return c.body(new Uint8Array(bytes), 200, {
        ...HEADERS,
        etag,
        'content-type': 'image/jpeg',
        // Needed for HEAD, which has no body.
        'content-length': String(bytes.length),
        'content-disposition': `inline; filename="${file}"`,
      })
    },
})

function isKnown(header: string | undefined, etag: string): boolean {
  const tags = new Set((header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//u, '')))
  return tags.has(etag) || tags.has('*')
}
