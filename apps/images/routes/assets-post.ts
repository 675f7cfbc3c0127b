import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField } from '#lib/http/problem.ts'
import { cutText } from '#lib/text/cut-text.ts'
import { answerUpload, uploadAnswers } from '../answer-upload.ts'
import { keepPicture } from '../keep-picture.ts'
import type { ImagesOptions } from '../options.ts'
import { ownerOf } from '../owner-of.ts'
import { readUpload } from '../read-upload.ts'
import { whenFull } from '../when-full.ts'

const picture = { schema: z.any().openapi({ type: 'string', format: 'binary' }) }
const form = z.object({ file: z.any().openapi({ type: 'string', format: 'binary' }) })

/** `POST /assets`. */
export const assetsPost = defineRoute({
  method: 'post',
  path: '/assets',
  access: ['own', 'service'],
  summary: 'Uploads a picture: the body is the file, or a form with the field "file"',
  request: {
    body: {
      required: true,
      content: {
        'image/jpeg': picture,
        'image/png': picture,
        'image/webp': picture,
        'image/gif': picture,
        'multipart/form-data': { schema: form },
      },
    },
  },
  answers: uploadAnswers,
  // The body is read up to a limit, before it is parsed.
  checksItself: true,
  handle: (options: ImagesOptions) => async (c) => {
    const caller = c.get('caller')
    for (const name of Object.keys(c.req.queries())) throw badField(cutText(name, 64), 'is unknown here')
    options.takeUpload(caller)
    const file = await readUpload(c.req.raw)
    return answerUpload(c, await whenFull(() => keepPicture(file, ownerOf(caller), options)))
  },
})
