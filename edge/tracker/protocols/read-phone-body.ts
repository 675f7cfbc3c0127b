import { ProblemError } from '#lib/http/problem.ts'
import { parseJson, readUpTo } from '#lib/http/read-json.ts'
import { unreadableReport, type Report } from './report.ts'

/**
 * The report in a phone's body. What is wrong with it becomes part of the report: a phone that is told of it would send it
 * again for ever.
 *
 * @throws {ProblemError} 503 where the body broke off: that the phone is to send again.
 */
export async function readPhoneBody(
  request: Request,
  bytesMax: number,
  readText: (text: string) => Report,
): Promise<Report> {
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') return unreadableReport(`it is compressed: ${encoding}`, '')
  const { bytes, end } = await readUpTo(request, bytesMax)
  if (end === 'broken') {
    throw new ProblemError({ status: 503, code: 'body_broken', detail: 'The body broke off' })
  }
  const text = Buffer.from(bytes).toString()
  if (end === 'too-large') return unreadableReport(`it is larger than ${bytesMax} bytes`, text)
  return readText(text)
}

/** Reads a report that is JSON. */
export function jsonReader(depthMax: number, read: (value: unknown) => Report): (text: string) => Report {
  return function readText(text) {
    let value: unknown
    try {
      value = parseJson(text, depthMax)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      return unreadableReport(error.problem.detail, text)
    }
    return read(value)
  }
}
