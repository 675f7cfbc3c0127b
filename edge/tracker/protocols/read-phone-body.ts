import { parseExactJson } from '#lib/http/parse-exact-json.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { decodeText } from '#lib/http/read-json.ts'
import type { BodyReader } from '../limits/open-bodies.ts'
import { foreignReport, type Report } from './report.ts'

/** The body of a phone's call as text. */
export interface PhoneBody {
  readonly text: string
  /** What is wrong with it; it is no more than a part then. */
  readonly problem: string | undefined
}

/**
 * The text of a phone's body. What is wrong with it becomes part of the report: a phone that is told of it would send it again for ever.
 *
 * @throws {ProblemError} 503 where the body broke off or stalled: that the phone is to send again.
 */
export async function readPhoneBody(request: Request, body: BodyReader): Promise<PhoneBody> {
  const { bytes, problem, isCutOff } = await body.soFar(request)
  if (problem === undefined) return { text: textOf(bytes), problem: undefined }
  if (isCutOff) throw new ProblemError({ ...problem, status: 503 })
  return { text: Buffer.from(bytes).toString(), problem: problem.detail }
}

/** The JSON value of a phone's body, or the report of one that holds none. */
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

// One letter of another encoding, in the name of a network perhaps, is no reason to lose the places beside it.
function textOf(bytes: Uint8Array): string {
  try {
    return decodeText(bytes)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return new TextDecoder().decode(bytes)
  }
}
