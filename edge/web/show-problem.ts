import { PROBLEM_TYPE } from '#lib/http/problem.ts'
import type { Assets } from '#lib/ui/assets.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { readWhole } from './read-whole.ts'
import { problemView, shownProblemSchema } from './pages/problem/problem-view.tsx'

// Ours are shorter; a longer one is passed on as it is.
const BODY_BYTES_MAX = 65_536

/**
 * Turns a problem into a page when a browser follows a link. All other responses stay as they are. The page keeps the status and
 * the headers of the problem, so that a browser still asks for the password of the admin.
 */
export async function showProblem(request: Request, response: Response, assets: Assets): Promise<Response> {
  const isVisit = request.method === 'GET' || request.method === 'HEAD'
  if (!isProblem(response) || !isVisit || wantedFormat(request.headers, ['html']) !== 'html') return response
  const length = Number(response.headers.get('content-length') ?? 0)
  if (response.headers.has('content-encoding') || length > BODY_BYTES_MAX) return response
  const { status, statusText } = response
  const read = await readWhole(response.body, BODY_BYTES_MAX)
  if ('longer' in read) return new Response(read.longer, { status, statusText, headers: response.headers })
  const isHead = request.method === 'HEAD'
  const found = shownProblemSchema.safeParse(isHead ? { status } : parseOrNothing(read.bytes))
  if (!found.success) return new Response(read.bytes, { status, statusText, headers: response.headers })
  const { pathname, search } = new URL(request.url)
  const page = problemView.respond(request, assets, { ...found.data, here: pathname + search })
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  for (const [name, value] of page.headers) headers.set(name, value)
  return new Response(isHead ? null : page.body, { status, headers })
}

// The name of a type may be in capitals, and parameters may follow it: https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1
function isProblem({ headers }: Response): boolean {
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  return type.trim().toLowerCase() === PROBLEM_TYPE
}

function parseOrNothing(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
