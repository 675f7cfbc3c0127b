import { isRecord } from '#lib/events/is-record.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'

const FIELDS: Readonly<Record<string, string>> = {
  invalid_callback_url: 'callbackURL',
}

/** The kind of client: apps get the session in the body, pages in a cookie that scripts cannot read. */
export interface AnswerFor {
  readonly isApp: boolean
}

/**
 * Converts an answer of the sign-in library to ours.
 *
 * @throws {ProblemError} when the library refused the request.
 * @throws {UnavailableError} when it failed.
 */
export async function authAnswer(answer: Response, { isApp }: AnswerFor): Promise<Response> {
  if (answer.status >= 400) throw await problemIn(answer)
  const session = answer.headers.get('set-auth-token')
  const headers = new Headers({ 'cache-control': 'no-store' })
  const location = answer.headers.get('location')
  // The library checks the target of a redirect before it resolves dots in the path: `/.//evil.example` passes its check.
  if (location !== null && /^[/\\]{2}/u.test(location)) throw foreignPage()
  if (location !== null) headers.set('location', location)
  if (!isApp) for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  if (location !== null) return new Response(null, { status: answer.status, headers })
  const body: unknown = await answer.json()
  return Response.json(withSession(body, isApp ? session : null), { status: answer.status, headers })
}

/** Replaces the library's `token` by the signed session: the unsigned token is invalid, and would only cause mistakes. */
function withSession(body: unknown, session: string | null): unknown {
  if (!isRecord(body) || !('token' in body)) return body
  const { token: _token, ...rest } = body
  return session === null ? rest : { ...rest, token: session }
}

/** A 403 for a redirect to another site. */
export function foreignPage(): ProblemError {
  const detail = '"callbackURL" must be a page of this front end'
  return new ProblemError({ status: 403, code: 'invalid_callback_url', field: 'callbackURL', detail })
}

async function problemIn(answer: Response): Promise<Error> {
  const { status } = answer
  if (status >= 500) return new UnavailableError(`Cannot sign in: the library answered ${status}`)
  if (status === 429) return tooManyTries(Number(answer.headers.get('x-retry-after') ?? 60))
  const body: unknown = await answer.json().catch(() => undefined)
  const { code, message } = isRecord(body) ? body : {}
  const word = typeof code === 'string' ? code.toLowerCase() : status === 401 ? 'unauthorized' : 'refused'
  return new ProblemError({
    status,
    code: word,
    field: FIELDS[word],
    detail: typeof message === 'string' ? message : 'The request was refused',
  })
}

/** A 429 with the seconds until the next try. */
export function tooManyTries(seconds: number): ProblemError {
  return new ProblemError({
    status: 429,
    code: 'too_many_tries',
    detail: `Too many tries: try again in ${seconds} s`,
    headers: { 'retry-after': String(seconds) },
  })
}
