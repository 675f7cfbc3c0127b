import { ProblemError } from '#lib/http/problem.ts'
import type { Receipt } from './intake.ts'

/** Says that an event is in the stream: in Redis with fsync, or in the embedded log with fsync. */
export const ACK_HEADERS: Readonly<Record<string, string>> = {
  'push-ack': 'stream',
  'cache-control': 'no-store',
}

/**
 * The answer to a call with one event.
 *
 * @throws {ProblemError} 400 or 413 when it was not taken.
 */
export function answerOne(receipt: Receipt | undefined, extra: Readonly<Record<string, string>>): Response {
  if (receipt === undefined || 'reason' in receipt) {
    const { field, reason, result } = receipt ?? { field: 'event', reason: 'is missing', result: 'invalid' }
    throw new ProblemError({
      status: result === 'too-large' ? 413 : 400,
      code: result === 'too-large' ? 'too_large' : 'bad_field',
      field,
      detail: `"${field}" ${reason}`,
    })
  }
  return Response.json({ status: 'ok', ...extra }, { headers: ACK_HEADERS })
}
