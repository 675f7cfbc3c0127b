import { isFull } from '#lib/blob-store/is-full.ts'
import { ProblemError } from '#lib/http/problem.ts'

const RETRY_AFTER_SECONDS = '60'

/**
 * Does work that stores something.
 *
 * @throws {ProblemError} 507 when there is no space.
 */
export async function whenFull<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!isFull(error)) throw error
    const detail = 'There is no space for more pictures at the moment; those that are here are still served'
    const headers = { 'retry-after': RETRY_AFTER_SECONDS }
    throw new ProblemError({ status: 507, code: 'no_space', detail, headers })
  }
}
