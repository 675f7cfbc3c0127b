import { ProblemError } from '#lib/http/problem.ts'
import type { Taken } from './intake.ts'

/** On every answer of the tracker: pages of all sites may call it and read what it says. */
export const OPEN_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Push-Ack, Retry-After',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

// Made once: on every success, the events being in the stream or in the spool, with fsync.
const ACK_HEADERS = {
  stream: new Headers({ ...OPEN_HEADERS, 'push-ack': 'stream', 'content-type': 'application/json' }),
  spool: new Headers({ ...OPEN_HEADERS, 'push-ack': 'spool', 'content-type': 'application/json' }),
}

/** The headers of a success; one that had nothing to keep is as safe as the stream. */
export function ackHeaders({ ack = 'stream', cors }: Taken): Headers {
  if (cors === undefined) return ACK_HEADERS[ack]
  const headers = new Headers(ACK_HEADERS[ack])
  for (const [name, value] of Object.entries(cors)) headers.set(name, value)
  return headers
}

const OK = '{"status":"ok"}'

/**
 * The answer to a call with one event; with its id where the client may want to know it.
 *
 * @throws {ProblemError} 400 or 413 when it was not taken.
 */
export function answerOne(taken: Taken, isToldId = false): Response {
  const [receipt] = taken.receipts
  if (receipt === undefined || 'reason' in receipt) {
    const { field, reason, result } = receipt ?? { field: 'event', reason: 'is missing', result: 'invalid' }
    throw new ProblemError({
      status: result === 'too-large' ? 413 : 400,
      code: result === 'too-large' ? 'too_large' : 'bad_field',
      field,
      detail: `"${field}" ${reason}`,
      headers: taken.cors,
    })
  }
  return new Response(isToldId ? JSON.stringify({ status: 'ok', id: receipt.id }) : OK, {
    headers: ackHeaders(taken),
  })
}
