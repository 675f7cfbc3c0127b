import { MongoOperationTimeoutError } from 'mongodb'

/**
 * Gives up on work that takes too long. The driver's own limits do not always hold: calls on a server that is killed have been
 * seen to wait for ever.
 */
export async function withinTime<Result>(work: Promise<Result>, waitMs: number): Promise<Result> {
  const timer = Promise.withResolvers<never>()
  const timeout = setTimeout(() => {
    timer.reject(new MongoOperationTimeoutError(`no answer within ${waitMs} ms`))
  }, waitMs)
  try {
    return await Promise.race([work, timer.promise])
  } finally {
    clearTimeout(timeout)
  }
}
