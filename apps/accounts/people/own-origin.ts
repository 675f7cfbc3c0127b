import { ProblemError } from '#lib/http/problem.ts'
import { isOwnPage } from '../is-own-page.ts'

/** True when an origin is that of the front end, or a page of this machine that was reached at the same address. */
export function isOwnOrigin(origin: string, headers: Headers, publicOrigin: string): boolean {
  // edge/web in front has put the address that the browser called there; a page of another site cannot.
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? undefined
  return origin === publicOrigin || isOwnPage(origin, host)
}

/**
 * Refuses what pages of other sites have a browser send: a browser names the page in Origin whenever it posts. Apps send
 * no Origin, and no cookie.
 *
 * @throws {ProblemError} 403 `foreign_origin`.
 */
export function assertOwnOrigin(headers: Headers, publicOrigin: string): void {
  const origin = headers.get('origin')
  const isAllowed = origin === null ? !headers.has('cookie') : isOwnOrigin(origin, headers, publicOrigin)
  if (isAllowed) return
  throw new ProblemError({
    status: 403,
    code: 'foreign_origin',
    detail: 'Pages of other sites may not do this, and a request with a cookie must name its page in Origin',
  })
}
