import { ProblemError } from '#lib/http/problem.ts'
import type { Receipt, Taken } from './intake/intake.ts'
import type { AckLevel } from './keep/event-keeper.ts'
import type { Refusal } from './read-event.ts'

/** On every answer of the tracker: pages of all sites may call it and read what it says. */
export const OPEN_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Push-Ack, Retry-After',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

// Made once: on every success, the events being in the stream or in the spool, with fsync, or dropped as PRIVACY_POLICY says.
const ACK_HEADERS = headersByLevel({ 'content-type': 'application/json' })
const PIXEL_HEADERS = headersByLevel({
  'content-type': 'image/gif',
  // Pages that let nothing in unasked show pictures of others only with that.
  'cross-origin-resource-policy': 'cross-origin',
})

function headersByLevel(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<AckLevel | 'none', Headers>> {
  return {
    none: new Headers({ ...OPEN_HEADERS, ...headers }),
    stream: new Headers({ ...OPEN_HEADERS, ...headers, 'push-ack': 'stream' }),
    spool: new Headers({ ...OPEN_HEADERS, ...headers, 'push-ack': 'spool' }),
  }
}

/** The headers of a success; one that had nothing to keep is as safe as the stream. */
export function ackHeaders({ ack = 'stream' }: Pick<Taken, 'ack'>, made = ACK_HEADERS): Headers {
  return made[ack]
}

/**
 * Names the page that called in the answer. A browser that sends credentials with a call, as it does with each beacon, wants
 * that, and `*` is not enough. Nothing is given away by it: the tracker knows no cookie, no password that a browser remembers
 * opens it, and it answers all callers alike.
 */
export function nameOrigin({ headers }: Request, answer: Response): void {
  const origin = headers.get('origin')
  if (origin === null) return
  answer.headers.set('access-control-allow-origin', origin)
  answer.headers.set('access-control-allow-credentials', 'true')
  answer.headers.set('vary', 'Origin')
}

const OK = '{"status":"ok"}'

// One transparent point, 43 bytes.
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64')

/**
 * The answer to a call with one event; with its id where the client may want to know it.
 *
 * @throws {ProblemError} 400 or 413 when it was not taken.
 */
export function answerOne(taken: Taken, isToldId = false): Response {
  const { id } = takenOne(taken)
  return new Response(isToldId ? JSON.stringify({ status: 'ok', id }) : OK, { headers: ackHeaders(taken) })
}

/**
 * The answer to a call of a picture: one that nobody sees.
 *
 * @throws {ProblemError} 400 or 413 when its event was not taken.
 */
export function answerPixel(taken: Taken): Response {
  takenOne(taken)
  return new Response(PIXEL, { headers: ackHeaders(taken, PIXEL_HEADERS) })
}

function takenOne({ receipts: [receipt] }: Taken): Exclude<Receipt, Refusal> {
  if (receipt !== undefined && !('reason' in receipt)) return receipt
  const { field, reason, result } = receipt ?? { field: 'event', reason: 'is missing', result: 'invalid' }
  throw new ProblemError({
    status: result === 'too-large' ? 413 : 400,
    code: result === 'too-large' ? 'too_large' : 'bad_field',
    field,
    detail: `"${field}" ${reason}`,
  })
}
