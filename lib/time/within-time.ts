/**
 * The result of work that is done in time.
 *
 * @throws what `late` makes of the reason, when it is not; the work itself goes on.
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
