import type { Operations } from '#lib/ui/client/api/operations.gen.ts'

/** An operation of our APIs, such as `POST /accounts/devices`. */
export type Operation = keyof Operations

/** The body of the answers of an operation. */
export type AnswerOf<Name extends Operation> = Operations[Name]['answers'][keyof Operations[Name]['answers']]

type BodyOf<Name extends Operation> = Operations[Name]['data'] extends { body: infer Body }
  ? { body: Body }
  : Operations[Name]['data'] extends { body?: infer Body }
    ? { body?: Body }
    : { body?: undefined }
type PathOf<Name extends Operation> = Operations[Name]['data'] extends { path: infer Path }
  ? { path: Path }
  : { path?: undefined }

/** What an operation takes: the values in its path, its body, and which state it may change. */
export type InputOf<Name extends Operation> = BodyOf<Name> & PathOf<Name> & { readonly ifMatch?: string }

/** Why a call failed, see RFC 9457. */
export interface CallProblem {
  /** `unreachable` when there was no answer of a station. */
  readonly code: string
  readonly detail?: string
  /** The field that is wrong. */
  readonly field?: string
  /** When to try again, in seconds. */
  readonly seconds: string
}

/** The outcome of a call. */
export type Outcome<Body> =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly problem: CallProblem }

const RETRY_SECONDS = '60'
const JSON_TYPE = 'application/json'
const PATCH_TYPE = 'application/merge-patch+json'
// The header may also hold a date, which our stations do not send.
const SECONDS = /^\d{1,6}$/u

/** Calls a station. The session cookie says who calls; the front end turns it into a token. */
export async function call<Name extends Operation>(
  operation: Name,
  input: InputOf<Name>,
): Promise<Outcome<AnswerOf<Name>>> {
  const [method = '', template = ''] = operation.split(' ')
  const { path, body, ifMatch } = input
  const values = new Map<string, unknown>(Object.entries(path ?? {}))
  const url = template.replaceAll(/\{(\w+)\}/gu, (_, name: string) =>
    encodeURIComponent(String(values.get(name))),
  )
  let response
  try {
    response = await fetch(url, {
      method,
      headers: {
        accept: JSON_TYPE,
        // With this header a 401 does not make the browser ask for the password of the admin.
        'x-requested-with': 'page',
        ...(body !== undefined && { 'content-type': method === 'PATCH' ? PATCH_TYPE : JSON_TYPE }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: 'no-store',
    })
  } catch {
    return failed({})
  }
  const text = await response.text().catch(() => undefined)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- some operations answer nothing, with 202 or 204
  if (text === '' && response.ok) return { ok: true, body: undefined as AnswerOf<Name> }
  const answer = parseJson(text ?? '')
  // Something between us and the station may answer in its place, for example the sign-in page of a network.
  if (answer === undefined || response.status >= 500) return failed({})
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type is made from the document of the API, which is tested against the station
  if (response.ok) return { ok: true, body: answer as AnswerOf<Name> }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each field is optional
  const problem = (answer ?? {}) as Partial<CallProblem>
  if (typeof problem.code !== 'string') return failed({})
  const retryAfter = response.headers.get('retry-after') ?? ''
  return failed({ ...problem, seconds: SECONDS.test(retryAfter) ? retryAfter : RETRY_SECONDS })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failed(problem: Partial<CallProblem>): { ok: false; problem: CallProblem } {
  return { ok: false, problem: { code: 'unreachable', seconds: RETRY_SECONDS, ...problem } }
}
