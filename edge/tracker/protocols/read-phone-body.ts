import { parseExactJson } from '#lib/http/parse-exact-json.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { BodyReader } from '../limits/open-bodies.ts'
import { unreadableReport, type Report } from './report.ts'

/**
 * The report in a phone's body. What is wrong with it becomes part of the report: a phone that is told of it would send it
 * again for ever.
 *
 * @throws {ProblemError} 503 where the body broke off or stalled: that the phone is to send again.
 */
export async function readPhoneBody(
  request: Request,
  body: BodyReader,
  readText: (text: string) => Report,
): Promise<Report> {
  const { bytes, problem, isCutOff } = await body.soFar(request)
  if (problem !== undefined && isCutOff) throw new ProblemError({ ...problem, status: 503 })
  const text = Buffer.from(bytes).toString()
  return problem === undefined ? readText(text) : unreadableReport(problem.detail, text)
}

/** Reads a report that is JSON. */
export function jsonReader(depthMax: number, read: (value: unknown) => Report): (text: string) => Report {
  return function readText(text) {
    let value: unknown
    try {
      value = parseExactJson(text, depthMax)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      return unreadableReport(error.problem.detail, text)
    }
    return read(value)
  }
}
