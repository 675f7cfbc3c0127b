import { ProblemError } from '#lib/http/problem.ts'

/** Does one thing at a time, in the order they came. */
export interface Queue {
  /**
   * The result of the work, when its turn came.
   *
   * @throws {ProblemError} 429 when too many wait.
   */
  run<Result>(work: () => Promise<Result>): Promise<Result>
}

const WAITING_MAX = 64
const RETRY_AFTER_SECONDS = '5'

/**
 * A queue of its own. One decode at a time bounds the memory (160 MB for the largest picture); and between the last
 * reference that goes and a new one that comes, nobody loses the bytes.
 */
export function openQueue(waitingMax = WAITING_MAX): Queue {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  async function afterLast<Result>(before: Promise<unknown>, work: () => Promise<Result>): Promise<Result> {
    await before
    try {
      return await work()
    } finally {
      waiting -= 1
    }
  }

  return {
    async run(work) {
      if (waiting >= waitingMax) {
        const detail = 'Too many pictures are waiting: send it again in a moment'
        const headers = { 'retry-after': RETRY_AFTER_SECONDS }
        throw new ProblemError({ status: 429, code: 'busy', detail, headers })
      }
      waiting += 1
      const mine = afterLast(last, work)
      // The next one waits for the end of this, good or bad; whoever called learns which.
      last = mine.catch(() => undefined)
      return mine
    },
  }
}
