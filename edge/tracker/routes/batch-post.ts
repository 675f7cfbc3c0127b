import { ProblemError } from '#lib/http/problem.ts'
import { ackHeaders } from '../answer.ts'
import { BATCH_FORMS } from '../envelopes/batch-forms.ts'
import { chooseForm } from '../envelopes/forms.ts'
import { BATCH_PATHS } from '../envelopes/segment.ts'
import { defineTrackerRoute, FROM_EVERYBODY, type Parts } from '../define-tracker-route.ts'
import type { Receipt } from '../intake/intake.ts'
import type { Answer } from '../timed.ts'

// Names that begin with this are places in the batch, so an id that begins with it is not used as a name.
const PLACE = '#'

/**
 * `POST /v1/batch`, and the paths that other clients use for batches: many events, all kept or answered 503. The result of each
 * event is under its id; or under `#<place>`, if it has no readable id or if another event already uses the name.
 */
export const batchRoutes = BATCH_PATHS.map((path) =>
  defineTrackerRoute({ method: 'post', path, access: FROM_EVERYBODY, open: openBatch }),
)

function openBatch({ intake, limits, bodies }: Parts): Answer {
  const { batchEventsMax } = limits
  const formOf = chooseForm(BATCH_FORMS)
  return async (c) => {
    const form = formOf(c.req.raw)
    const body = await bodies.batch.whole(c.req.raw)
    const { items, read, sentAt, writeKey } = form.open(body, limits)
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

/** The answer's JSON text. Built as text, because an object with a thousand keys is slower than the rest of the call. */
function resultsText(receipts: readonly Receipt[]): string {
  const results = new Map<string, string>()
  // The identity of the event whose result is under an id; undefined for an invalid event.
  const owners = new Map<string, string | undefined>()
  for (const [index, receipt] of receipts.entries()) {
    const { id } = receipt
    const identity = 'identity' in receipt ? receipt.identity : undefined
    // If an event is in the batch twice, the last result counts.
    const isUnderId =
      id !== undefined &&
      !id.startsWith(PLACE) &&
      (!owners.has(id) || (identity !== undefined && owners.get(id) === identity))
    if (isUnderId) {
      owners.set(id, identity)
      results.set(id, resultText(receipt))
    } else {
      results.set(PLACE + index, resultText(receipt, id))
    }
  }
  let text = ''
  for (const [name, result] of results) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${result}`
  return `{"results":{${text}}}`
}

const OK = resultOf({ result: 'ok' })
const DUPLICATE = resultOf({ result: 'duplicate' })

function resultText(receipt: Receipt, id?: string): string {
  if ('reason' in receipt) {
    return resultOf({ result: 'invalid', detail: `"${receipt.field}" ${receipt.reason}`, id })
  }
  const { result } = receipt
  if (id !== undefined) return resultOf({ result, id })
  return result === 'ok' ? OK : DUPLICATE
}

function resultOf(result: {
  readonly result: string
  readonly detail?: string
  readonly id?: string | undefined
}): string {
  return JSON.stringify(result)
}
