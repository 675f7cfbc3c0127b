import { ProblemError } from '#lib/http/problem.ts'
import { decodeText } from '#lib/http/read-json.ts'
import { ackHeaders } from '../answer.ts'
import { BATCH_FORMS } from '../envelopes/batch-forms.ts'
import { chooseForm } from '../envelopes/forms.ts'
import type { Parts } from '../parts.ts'
import type { Receipt } from '../intake.ts'
import type { Answer } from '../timed.ts'

const OK = JSON.stringify({ result: 'ok' })
const DUPLICATE = JSON.stringify({ result: 'duplicate' })

/**
 * `POST /v1/batch`: many events, kept whole or answered 503. Each gets a result under its id, or under `#<place>` when it
 * has none that can be read.
 */
export function postBatch({ intake, limits, bodies }: Parts): Answer {
  const { batchEventsMax } = limits
  const formOf = chooseForm(BATCH_FORMS)
  return async (c) => {
    const form = formOf(c.req.raw)
    const { items, read, sentAt, writeKey } = form.open(
      decodeText(await bodies.batch.whole(c.req.raw)),
      limits,
    )
    if (items.length > batchEventsMax) {
      const detail = `"batch" may hold at most ${batchEventsMax} events`
      throw new ProblemError({ status: 413, code: 'too_large', field: 'batch', detail })
    }
    const taken = await intake.take(
      { request: c.req.raw, peerIp: c.env.peerIp, protocol: 'batch', sentAt, writeKey },
      items.map(read),
    )
    return new Response(resultsText(taken.receipts), { headers: ackHeaders(taken) })
  }
}

/** The answer's JSON text: made at once, for an object with a thousand ids as its keys costs more than all else in a call. */
function resultsText(receipts: readonly Receipt[]): string {
  // Where one id comes twice, what is said of the last counts.
  const results = new Map<string, string>()
  for (const [index, receipt] of receipts.entries()) {
    if ('reason' in receipt) {
      const detail = `"${receipt.field}" ${receipt.reason}`
      results.set(receipt.id ?? `#${index}`, JSON.stringify({ result: 'invalid', detail }))
    } else {
      results.set(receipt.id, receipt.result === 'ok' ? OK : DUPLICATE)
    }
  }
  let text = ''
  for (const [id, result] of results) text += `${text === '' ? '' : ','}${JSON.stringify(id)}:${result}`
  return `{"results":{${text}}}`
}
