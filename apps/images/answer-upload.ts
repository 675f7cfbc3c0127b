import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { z } from '@hono/zod-openapi'
import { assetSchema, showAsset } from './asset-wire.ts'
import type { KeptPicture } from './keep-picture.ts'
import { urlOf } from './presets.ts'

const uploadSchema = assetSchema.extend({ duplicate: z.literal(true).optional() })

/** The answers of an upload in the document of the API. */
export const uploadAnswers = {
  200: json(uploadSchema, 'The caller uploaded it before'),
  201: json(uploadSchema, 'Stored; width and height are those of the view'),
  ...problemResponses,
}

/** Answers an upload with the picture. */
export function answerUpload(c: Context<AppEnv>, { asset, isNew }: KeptPicture) {
  const shown = showAsset(asset)
  return isNew
    ? c.json(shown, 201, { location: urlOf(asset.id, 'view') })
    : c.json({ ...shown, duplicate: true as const }, 200)
}
