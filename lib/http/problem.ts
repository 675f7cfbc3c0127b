import { NOT_KEPT, SECURITY_HEADERS } from '#lib/http/security-headers.ts'

/** The answer to a failed call: RFC 9457 problem details. */
export interface Problem {
  readonly status: number
  /** A stable word for programs, such as `not_found`. */
  readonly code: string
  /** A sentence for people. */
  readonly detail: string
  /** The wrong field, if there is one. */
  readonly field?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Ends a request with a problem; thrown by handlers, caught by the app. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** A 400 that names the field. */
export function badField(field: string, reason: string): ProblemError {
  return new ProblemError({ status: 400, code: 'bad_field', field, detail: `"${field}" ${reason}` })
}

/** A 404 that does not reveal whether the thing exists for others. */
export function notFound(what: string): ProblemError {
  return new ProblemError({ status: 404, code: 'not_found', detail: `There is no such ${what}` })
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  507: 'Insufficient Storage',
}

/** The Content-Type of a problem. */
export const PROBLEM_TYPE = 'application/problem+json'

/** The response of a problem, see https://www.rfc-editor.org/rfc/rfc9457. */
export function problemResponse(
  { status, code, detail, field, headers }: Problem,
  requestId: string,
): Response {
  const body = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(field !== undefined && { field }),
    request_id: requestId,
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...SECURITY_HEADERS, ...NOT_KEPT, 'content-type': PROBLEM_TYPE, ...headers },
  })
}
