import { ProblemError } from '#lib/http/problem.ts'
import type { Receipt, Taken } from './intake/intake.ts'
import type { AckLevel } from './keep/event-keeper.ts'
import type { Refusal } from './read-event.ts'

/** Headers of every answer: pages of all sites may call the tracker and read its answers. */
export const OPEN_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Push-Ack, Retry-After',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

// Headers of a success, made once for each level: events are in the stream or the spool, with fsync, or PRIVACY_POLICY drops them.
const ACK_HEADERS = headersByLevel({ 'content-type': 'application/json' })
const PIXEL_HEADERS = headersByLevel({
  'content-type': 'image/gif',
  // A page with `Cross-Origin-Embedder-Policy: require-corp` shows pictures of other sites only with this header.
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

/** The headers of a success. A call without anything to keep counts as kept in the stream. */
export function ackHeaders({ ack = 'stream' }: Pick<Taken, 'ack'>, made = ACK_HEADERS): Headers {
  return made[ack]
}

/**
 * Names the origin of the calling page in the answer. Browsers require this for calls with credentials, which each beacon is;
 * `*` is not enough. It is safe: the tracker uses no cookies, accepts no password that a browser stores, and gives all callers
 * the same answers.
 */
export function nameOrigin({ headers }: Request, answer: Response): void {
  const origin = headers.get('origin')
  if (origin === null) return
  answer.headers.set('access-control-allow-origin', origin)
  answer.headers.set('access-control-allow-credentials', 'true')
  answer.headers.set('vary', 'Origin')
}

const OK = '{"status":"ok"}'

// A GIF of one transparent pixel, 43 bytes.
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64')

/**
 * The answer to a call with one event. It holds the event's id if `isToldId`.
 *
 * @throws {ProblemError} 400 or 413 when the event was not taken.
 */
export function answerOne(taken: Taken, isToldId = false): Response {
  const { id } = takenOne(taken)
  return new Response(isToldId ? JSON.stringify({ status: 'ok', id }) : OK, { headers: ackHeaders(taken) })
}

/**
 * The answer to a call that asks for a picture: a transparent pixel.
 *
 * @throws {ProblemError} 400 or 413 when the event was not taken.
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
