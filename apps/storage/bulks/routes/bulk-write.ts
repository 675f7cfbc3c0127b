import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField, ProblemError } from '#lib/http/problem.ts'
import { isAnnouncedLarger, tooLarge } from '#lib/http/read-json.ts'
import { ownId, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Bulk } from '#lib/store/bulks.ts'
import { ownerOf } from '../../check-draft.ts'
import { answerLines } from '../answer-lines.ts'
import { ndjson, NDJSON_TYPE, showTotals } from '../bulk-wire.ts'
import { holdBulk, leaveBulk } from '../hold-bulk.ts'
import { openBulkCalls } from '../open-bulk-calls.ts'
import type { BulkPorts } from '../options.ts'
import { BODY_BYTES_MAX } from '../read-body.ts'
import { writeOffers } from '../write-offers.ts'

const LINES_MAX = 1_000_000_000

const query = z.object({
  run: ownId.optional().openapi({ description: 'The run to go on with; a new one unless it is known' }),
  from: z.coerce
    .number({ error: 'must be a whole number' })
    .int({ error: 'must be a whole number' })
    .min(0, { error: 'must be at least 0' })
    .max(LINES_MAX, { error: `must be at most ${LINES_MAX}` })
    .default(0)
    .openapi({ description: 'How many lines of the run this body leaves out, because they are stored' }),
  complete: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false').openapi({
    description: 'True when the source has nothing but this; a last line {"end":true} says the same',
  }),
  partial: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false').openapi({
    description: 'True when the source has more than this run: it ends the same, and removes nothing',
  }),
})

/** `PUT /store/bulk/offers/{owner}`: writes many offers of an owner, one a line. */
export const bulkWrite = defineRoute({
  method: 'put',
  path: '/store/bulk/offers/{owner}',
  access: ['own', 'service', 'admin'],
  tags: ['Bulk'],
  summary: 'Writes many offers of an owner, one a line',
  description: `Each line is a draft with a "ref", the key of the offer in its source. The answer has a line for each refused line, how many lines are stored after each batch, and the totals at its end. Of a source with more than ${BODY_BYTES_MAX} bytes, send several parts under one "run".`,
  request: {
    params: z.object({ owner: personId }),
    query,
    body: { required: true, ...ndjson('Drafts with their "ref", one a line') },
  },
  answers: { 200: ndjson('Refused lines, progress, and totals'), ...problemResponses },
  handle: (options: BulkPorts) => {
    const calls = openBulkCalls()
    return async (c) => {
      const caller = c.get('caller')
      const owner = ownerOf(c.req.valid('param'), caller)
      const { run = newId(), from, complete, partial } = c.req.valid('query')
      const { raw } = c.req
      checkBody(raw)
      const takeCreation = options.callRates.takerOf(c)
      const call = calls.enter(owner)
      let isWriting = false
      try {
        const { outcome, bulk } = await holdBulk(options, { owner, run, caller })
        if (outcome === 'done') return answerLines(totalsAgain(bulk))
        call.takeOver()
        if (from > bulk.lines) {
          await leaveBulk(options, bulk, false)
          throw badField('from', `must be at most ${bulk.lines}: so many lines of this run are stored`)
        }
        const [isComplete, isPartial] = [complete === 'true', partial === 'true']
        isWriting = true
        return answerLines(
          writeOffers(options, {
            bulk,
            body: raw.body,
            from,
            isComplete,
            isPartial,
            caller,
            takeCreation,
            call,
          }),
        )
      } finally {
        // A call that writes leaves when its answer ends.
        if (!isWriting) call.leave()
      }
    }
  },
})

/** The answer to a repeated body of a run that is done. */
async function* totalsAgain(bulk: Bulk): AsyncGenerator {
  yield showTotals(bulk, true)
}

function checkBody(request: Request): void {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== NDJSON_TYPE) {
    const detail = `The header Content-Type must be ${NDJSON_TYPE}`
    throw new ProblemError({ status: 415, code: 'bad_content_type', field: 'Content-Type', detail })
  }
  if ((request.headers.get('content-encoding') ?? 'identity') !== 'identity')
    throw new ProblemError({ status: 415, code: 'bad_encoding', detail: 'The body must not be compressed' })
  if (isAnnouncedLarger(request, BODY_BYTES_MAX)) throw new ProblemError(tooLarge(BODY_BYTES_MAX))
}
