import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { readBytes } from '#lib/http/read-json.ts'
import { answerUpload, uploadAnswers } from '../answer-upload.ts'
import { keepPicture } from '../keep-picture.ts'
import type { ImagesOptions } from '../options.ts'
import { ownerOf } from '../owner-of.ts'
import { UPLOAD_BYTES_MAX } from '../read-upload.ts'
import { sha256Parameter } from '../sha256-wire.ts'
import { whenFull } from '../when-full.ts'

const picture = { schema: z.any().openapi({ type: 'string', format: 'binary' }) }

/** `PUT /assets/{sha256}`: may be repeated when the answer got lost. */
export const assetPut = defineRoute({
  method: 'put',
  path: '/assets/{sha256}',
  access: ['own', 'service'],
  summary: 'Uploads a picture whose SHA-256 is known',
  request: {
    params: z.object({ sha256: sha256Parameter }),
    body: {
      required: true,
      content: { 'image/jpeg': picture, 'image/png': picture, 'image/webp': picture, 'image/gif': picture },
    },
  },
  answers: uploadAnswers,
  handle: (options: ImagesOptions) => async (c) => {
    const caller = c.get('caller')
    const { sha256 } = c.req.valid('param')
    options.takeUpload(caller)
    const file = await readBytes(c.req.raw, UPLOAD_BYTES_MAX)
    if (createHash('sha256').update(file).digest('hex') !== sha256) {
      const detail = 'The body has another SHA-256 than the path says'
      throw new ProblemError({ status: 422, code: 'sha_mismatch', field: 'sha256', detail })
    }
    return answerUpload(c, await whenFull(() => keepPicture(file, ownerOf(caller), options)))
  },
})
