import { ProblemError } from '#lib/http/problem.ts'
import type { ForbiddenEntry } from '#lib/trust/find-forbidden.ts'

/** The 400 of a text with a forbidden word or host. */
export function forbiddenText(field: string, { kind, value }: ForbiddenEntry): ProblemError {
  const what = kind === 'host' ? 'a link to' : 'the word'
  const detail = `"${field}" must not hold ${what} "${value}"`
  return new ProblemError({ status: 400, code: 'forbidden_text', field, detail })
}
