/**
 * Returns the result of work, if it ends within `waitMs`.
 *
 * @throws the error that `late` creates, if the time is over. The work itself continues.
 */
export async function withinTime<Result>(
  work: Promise<Result>,
  waitMs: number,
  late: (reason: string) => Error = (reason) => new Error(reason),
): Promise<Result> {
  const timer = Promise.withResolvers<never>()
  const timeout = setTimeout(() => timer.reject(late(`no answer within ${waitMs} ms`)), waitMs)
  try {
    return await Promise.race([work, timer.promise])
  } finally {
    clearTimeout(timeout)
  }
}
