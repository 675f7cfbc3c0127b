import { ProblemError } from '#lib/http/problem.ts'

/** The queue as it is. */
export interface Room {
  readonly waiting: number
  readonly waitingMax: number
  readonly own: number
  readonly ownMax: number
  readonly bytes: number
}

// Files wait in memory.
const WAITING_BYTES_MAX = 128 * 1_048_576
const RETRY_AFTER_SECONDS = '5'

/**
 * Checks that one more job may wait.
 *
 * @throws {ProblemError} 429
 */
export function checkRoom({ waiting, waitingMax, own, ownMax, bytes }: Room): void {
  if (own >= ownMax) throw busy('Too many of your pictures are waiting: try again later')
  if (waiting >= waitingMax || bytes >= WAITING_BYTES_MAX)
    throw busy('Too many pictures are waiting: try again later')
}

function busy(detail: string): ProblemError {
  return new ProblemError({
    status: 429,
    code: 'busy',
    detail,
    headers: { 'retry-after': RETRY_AFTER_SECONDS },
  })
}
