import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { newId } from '#lib/ids/new-id.ts'
import { ownerOf } from '../../check-draft.ts'
import { answerLines } from '../answer-lines.ts'
import { ndjson } from '../bulk-wire.ts'
import { holdBulk } from '../hold-bulk.ts'
import type { BulkOptions } from '../options.ts'
import { removeOffers } from '../remove-offers.ts'

/** `DELETE /store/bulk/offers/{owner}`: removes all offers of an owner. */
export const bulkRemove = defineRoute({
  method: 'delete',
  path: '/store/bulk/offers/{owner}',
  access: ['own', 'service', 'admin'],
  tags: ['Bulk'],
  summary: 'Removes all offers of an owner, batch by batch',
  request: { params: z.object({ owner: personId }) },
  answers: { 200: ndjson('How many are removed after each batch, and the totals'), ...problemResponses },
  handle: (options: BulkOptions) => async (c) => {
    const caller = c.get('caller')
    const owner = ownerOf(c.req.valid('param'), caller)
    const { bulk } = await holdBulk(options, { owner, run: newId(), caller })
    return answerLines(removeOffers(options, { bulk, which: 'all' }))
  },
})
