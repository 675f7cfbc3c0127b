import { ProblemError } from '#lib/http/problem.ts'

/** The 429 for a call above a rate, with the whole seconds to wait. */
export function tooManyCalls(seconds: number): ProblemError {
  return new ProblemError({
    status: 429,
    code: 'too_many_calls',
    detail: 'Too many calls: wait as long as Retry-After says',
    headers: { 'retry-after': String(Math.max(1, Math.ceil(seconds))) },
  })
}
