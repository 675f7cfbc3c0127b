import { parseExactJson } from '#lib/http/parse-exact-json.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { decodeText } from '#lib/http/read-json.ts'
import type { BodyReader } from '../limits/open-bodies.ts'
import { foreignReport, type Report } from './report.ts'

/** The body of a phone's call as text. */
export interface PhoneBody {
  readonly text: string
  /** Why it could not be read whole; `text` is then only a part. */
  readonly problem: string | undefined
}

/**
 * The text of a phone's body. A problem becomes part of the report, because a phone that gets an error would resend the body for ever.
 *
 * @throws {ProblemError} 503 if the body broke off or stalled: then the phone must resend it.
 */
export async function readPhoneBody(request: Request, body: BodyReader): Promise<PhoneBody> {
  const { bytes, problem, isCutOff } = await body.soFar(request)
  if (problem === undefined) return { text: textOf(bytes), problem: undefined }
  if (isCutOff) throw new ProblemError({ ...problem, status: 503 })
  return { text: Buffer.from(bytes).toString(), problem: problem.detail }
}

/** The JSON value of a phone's body, or a report that says why it has none. */
export function parsePhoneJson(
  { text, problem }: PhoneBody,
  depthMax: number,
): { readonly value: unknown } | { readonly report: Report } {
  if (problem !== undefined) return { report: foreignReport(problem, text) }
  try {
    return { value: parseExactJson(text, depthMax) }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { report: foreignReport(error.problem.detail, text) }
  }
}

// Tolerates wrong UTF-8, for example in the name of a Wi-Fi network: the places beside it must not be lost.
function textOf(bytes: Uint8Array): string {
  try {
    return decodeText(bytes)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return new TextDecoder().decode(bytes)
  }
}
