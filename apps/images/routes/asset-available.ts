import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound, ProblemError } from '#lib/http/problem.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { idOfSha256 } from '../asset-names.ts'
import { assetSchema, showAsset } from '../asset-wire.ts'
import type { ImagesOptions } from '../options.ts'
import { ownerOf } from '../owner-of.ts'
import { sha256Parameter } from '../sha256-wire.ts'

/**
 * `GET /assets/available/{sha256}`: so that a client need not upload a picture again. Only the own pictures count: else anyone
 * could test whether somebody has a picture.
 */
export const assetAvailable = defineRoute({
  method: 'get',
  path: '/assets/available/{sha256}',
  access: ['own', 'service'],
  summary:
    'Whether the caller uploaded the file with this SHA-256; for services, whether anybody or an owner did',
  request: {
    params: z.object({ sha256: sha256Parameter }),
    query: z.object({
      owner: personId.optional().openapi({ description: 'For people only their own id' }),
    }),
  },
  answers: { 200: json(assetSchema, 'The picture'), ...problemResponses },
  handle:
    ({ pictures, idKey }: Pick<ImagesOptions, 'pictures' | 'idKey'>) =>
    async (c) => {
      const caller = c.get('caller')
      const { owner } = c.req.valid('query')
      if (caller.role === 'person' && owner !== undefined && owner !== caller.person) {
        const detail = '"owner" must be your own id'
        throw new ProblemError({ status: 403, code: 'not_yours', field: 'owner', detail })
      }
      const whose = caller.role === 'service' ? owner : ownerOf(caller)
      const id = idOfSha256(await idKey(), Buffer.from(c.req.valid('param').sha256, 'hex'))
      const asset = await pictures.find(id, whose)
      if (asset === undefined) throw notFound('picture')
      return c.json(showAsset(asset), 200)
    },
})
