import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { countedNetwork } from '#lib/http/counted-network.ts'
import { notFound } from '#lib/http/problem.ts'
import { OWN_HOPS } from '#lib/http/request-ip.ts'
import { problemResponses, VARY_ACCEPT } from '#lib/http/wire-schemas.ts'
import { EXTENSIONS, isAssetId } from '../asset-names.ts'
import { missingPicture } from '../missing-picture.ts'
import type { ImagesOptions } from '../options.ts'
import { etagOf, readWish } from '../read-wish.ts'

const HEADERS = {
  'accept-ranges': 'none',
  'cache-control': 'public, max-age=31536000, immutable',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
}

const file = z.string().openapi({
  example: 'thumb.jpg',
  description:
    'A size (thumb, icon, iconbigger, card, view), with .jpg or .webp; without an ending the Accept header chooses the format',
})
const picture = { schema: z.any().openapi({ type: 'string', format: 'binary' }) }

/** `GET /assets/{id}/{file}`: a picture in one size; the same 404 for every unknown name. */
export const assetGet = defineRoute({
  method: 'get',
  path: '/assets/{id}/{file}',
  access: { everybody: 'pictures of offers are there to be seen' },
  summary: 'A picture in one size',
  request: { params: z.object({ id: z.string(), file }) },
  answers: {
    200: { description: 'The picture', content: { 'image/jpeg': picture, 'image/webp': picture } },
    304: { description: 'Not modified' },
    ...problemResponses,
  },
  handle:
    ({ pictures, derivatives, front }: Pick<ImagesOptions, 'pictures' | 'derivatives' | 'front'>) =>
    async (c) => {
      const hops = (front?.trustedHops ?? 0) + OWN_HOPS
      const { id, file: name } = c.req.valid('param')
      const wish = readWish(name, c.req.header('accept'))
      if (wish === undefined || !isAssetId(id)) throw notFound('picture')
      if ((await pictures.find(id)) === undefined) throw await missingPicture(id, pictures)
      const etag = etagOf(id, wish)
      const headers = { ...HEADERS, etag, ...(wish.isByAccept && VARY_ACCEPT) }
      if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
      const derivative = await derivatives.get({ id, ...wish, asker: countedNetwork(c, hops) })
      if (derivative === undefined) throw notFound('picture')
      const { bytes, format } = derivative
      return c.body(new Uint8Array(bytes), 200, {
        ...headers,
        'content-type': `image/${format}`,
        // Needed for HEAD, which has no body.
        'content-length': String(bytes.length),
        'content-disposition': `inline; filename="${wish.preset}.${EXTENSIONS[format]}"`,
      })
    },
})

function isKnown(header: string | undefined, etag: string): boolean {
  const tags = new Set((header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//u, '')))
  return tags.has(etag) || tags.has('*')
}
