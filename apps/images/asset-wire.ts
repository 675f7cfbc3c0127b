import { z } from '@hono/zod-openapi'
import type { Asset } from '#lib/store/assets.ts'
import { urlsOf } from './presets.ts'

/** A picture as programs see it. */
export const assetSchema = z
  .object({
    id: z.string(),
    width: z.int(),
    height: z.int(),
    format: z.literal('jpeg').openapi({ description: 'The format of the view' }),
    bytes: z.int(),
    placeholder: z
      .string()
      .openapi({ description: 'A thumbhash in base64, to show until the picture is there; may be empty' }),
    urls: z.object({
      thumb: z.string(),
      icon: z.string(),
      iconbigger: z.string(),
      card: z.string(),
      view: z.string(),
    }),
  })
  .openapi('Asset')

/** Shows a picture to programs. The size is that of the view. */
export function showAsset({
  id,
  width,
  height,
  bytes,
  placeholder,
}: Pick<Asset, 'id' | 'width' | 'height' | 'bytes' | 'placeholder'>): z.output<typeof assetSchema> {
  return { id, width, height, format: 'jpeg', bytes, placeholder, urls: urlsOf(id) }
}
