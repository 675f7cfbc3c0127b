import { ProblemError, badField } from '#lib/http/problem.ts'
import { readJson } from '#lib/http/read-json.ts'
import { ackHeaders } from '../answer.ts'
import type { TrackerLimits } from '../options.ts'
import type { Intake, Receipt } from '../intake.ts'
import { readBatch, readRawEvent } from '../read-envelope.ts'
import type { Answer } from '../timed.ts'

/**
 * `POST /v1/batch`: many events, kept whole or answered 503. Each gets a result under its id, or under `#<place>` when it
 * has none that can be read.
 */
export function postBatch(intake: Intake, limits: TrackerLimits): Answer {
  return async (c) => {
    // A batch wraps its events in an array within an object: two levels more than one event has.
    const depthMax = limits.jsonDepthMax + 2
    const body = await readJson(c.req.raw, { bytesMax: limits.batchBytesMax, depthMax })
    const batch = readBatch(body)
    if (batch === undefined)
      throw badField('batch', 'must be an array of events, alone or in {"sentAt", "batch"}')
    if (batch.events.length > limits.batchEventsMax) {
      const detail = `"batch" holds ${batch.events.length} events, but may hold at most ${limits.batchEventsMax}`
      throw new ProblemError({ status: 413, code: 'too_large', field: 'batch', detail })
    }
    const { sentAt, writeKey } = batch
    const taken = await intake.take(
      { request: c.req.raw, peerIp: c.env.peerIp, protocol: 'batch', sentAt, writeKey },
      batch.events.map(readRawEvent),
    )
    return Response.json({ results: resultsOf(taken.receipts) }, { headers: ackHeaders(taken) })
  }
}

type Result = { readonly result: 'ok' | 'duplicate' | 'invalid'; readonly detail?: string }

function resultsOf(receipts: readonly Receipt[]): Record<string, Result> {
  const results = new Map<string, Result>()
  for (const [index, receipt] of receipts.entries()) {
    if ('reason' in receipt) {
      const detail = `"${receipt.field}" ${receipt.reason}`
      results.set(receipt.id ?? `#${index}`, { result: 'invalid', detail })
    } else {
      results.set(receipt.id, { result: receipt.result })
    }
  }
  return Object.fromEntries(results)
}
