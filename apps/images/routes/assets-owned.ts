import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, ownId, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { isAssetId } from '../asset-names.ts'
import type { ImagesOptions } from '../options.ts'

const IDS_MAX = 10
const OWNERS_MAX = 2

const askSchema = z
  .object({
    owners: z.array(personId).min(1, { error: 'must hold at least 1' }).max(OWNERS_MAX),
    ids: z.array(ownId).max(IDS_MAX, { error: `must hold at most ${IDS_MAX}` }),
  })
  .openapi('AskOwned')

/** `POST /assets/owned`: storage asks before a search or an offer shows pictures. */
export const assetsOwned = defineRoute({
  method: 'post',
  path: '/assets/owned',
  access: ['service'],
  summary: 'Which of some pictures belong to one of some owners',
  request: { body: { required: true, ...json(askSchema, 'The owners, and ids of pictures') } },
  answers: { 200: json(z.object({ owned: z.array(z.string()) }), 'Their ids'), ...problemResponses },
  handle:
    ({ pictures }: Pick<ImagesOptions, 'pictures'>) =>
    async (c) => {
      const { owners, ids } = c.req.valid('json')
      const owned: string[] = []
      for (const id of ids.filter(isAssetId)) {
        const found = await Promise.all(owners.map((owner) => pictures.find(id, owner)))
        if (found.some((asset) => asset !== undefined)) owned.push(id)
      }
      return c.json({ owned }, 200)
    },
})
