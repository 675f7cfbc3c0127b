import { PROBLEM_TYPE } from '#lib/http/problem.ts'
import type { Assets } from '#lib/ui/assets.ts'
import { prefersHtml } from '#lib/ui/prefers-html.ts'
import { problemView, shownProblemSchema } from './pages/problem/problem-view.tsx'

// Ours are shorter; a longer one is passed on as it is.
const BODY_BYTES_MAX = 65_536

/**
 * Turns a problem into a page when a browser follows a link. All other responses stay as they are. The page keeps the status and
 * the headers of the problem, so that a browser still asks for the password of the admin.
 */
export async function showProblem(request: Request, response: Response, assets: Assets): Promise<Response> {
  const isProblem = response.headers.get('content-type') === PROBLEM_TYPE
  const isVisit = request.method === 'GET' || request.method === 'HEAD'
  if (!isProblem || !isVisit || !prefersHtml(request.headers)) return response
  const length = Number(response.headers.get('content-length') ?? 0)
  if (response.headers.has('content-encoding') || length > BODY_BYTES_MAX) return response
  const text = await response.text()
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  const isHead = request.method === 'HEAD'
  const found = shownProblemSchema.safeParse(isHead ? { status: response.status } : parseOrNothing(text))
  if (!found.success) return new Response(text, { status: response.status, headers })
  const { pathname, search } = new URL(request.url)
  const page = problemView.respond(request, assets, { ...found.data, here: pathname + search })
  for (const [name, value] of page.headers) headers.set(name, value)
  return new Response(isHead ? null : page.body, { status: response.status, headers })
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
