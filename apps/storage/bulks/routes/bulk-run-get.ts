import { z } from '@hono/zod-openapi'
import { jsonWithEtag, notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, ownId, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { ownerOf } from '../../check-draft.ts'
import { bulkSchema, showBulk } from '../bulk-wire.ts'
import type { BulkOptions } from '../options.ts'

/** `GET /store/bulk/offers/{owner}/runs/{run}`: how far the newest run of an owner is. */
export const bulkRunGet = defineRoute({
  method: 'get',
  path: '/store/bulk/offers/{owner}/runs/{run}',
  access: ['own', 'service', 'admin'],
  tags: ['Bulk'],
  summary: 'How far the newest run of an owner is; earlier ones are forgotten',
  request: { params: z.object({ owner: personId, run: ownId }) },
  answers: { 200: json(bulkSchema, 'The run'), 304: notModified, ...problemResponses },
  handle:
    ({ bulks }: Pick<BulkOptions, 'bulks'>) =>
    async (c) => {
      const { owner, run } = c.req.valid('param')
      const bulk = await bulks.find(ownerOf({ owner }, c.get('caller')))
      if (bulk?.run !== run) throw notFound('run')
      return jsonWithEtag(c, showBulk(bulk, Date.now()))
    },
})
