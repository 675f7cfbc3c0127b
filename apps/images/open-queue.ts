import { ProblemError } from '#lib/http/problem.ts'

/** Runs one task at a time, in order of arrival. */
export interface Queue {
  /**
   * Runs the work when its turn comes, and gives its result.
   *
   * @throws {ProblemError} 429 when too many wait.
   */
  run<Result>(work: () => Promise<Result>): Promise<Result>
}

const WAITING_MAX = 64
const RETRY_AFTER_SECONDS = '5'

/**
 * Opens a queue. One decode at a time limits the memory (160 MB for the largest picture). It also serializes the removal of a last
 * reference and the addition of a new one, so that no files are lost.
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
        const detail = 'Too many pictures are waiting: try again later'
        const headers = { 'retry-after': RETRY_AFTER_SECONDS }
        throw new ProblemError({ status: 429, code: 'busy', detail, headers })
      }
      waiting += 1
      const mine = afterLast(last, work)
      // The next task waits for the end of this one, also after an error, which only the caller gets.
      last = mine.catch(() => undefined)
      return mine
    },
  }
}
