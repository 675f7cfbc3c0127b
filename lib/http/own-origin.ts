import { isOwnPage } from '#lib/http/is-own-page.ts'
import { ProblemError } from '#lib/http/problem.ts'

/**
 * True when an origin is that of the front end, or a page of this machine that was reached at the same address.
 *
 * @example
 * ```ts
 * isOwnOrigin('https://push.example', new Headers(), 'https://push.example') // => true
 * isOwnOrigin('https://evil.example', new Headers({ host: 'evil.example' }), 'https://push.example') // => false
 * ```
 */
export function isOwnOrigin(origin: string, headers: Headers, publicOrigin: string): boolean {
  // edge/web in front has put the address that the browser called there; a page of another site cannot.
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? undefined
  return origin === publicOrigin || isOwnPage(origin, host)
}

// `none`: somebody typed the address, or follows a bookmark.
const OWN_SITES: ReadonlySet<string | null> = new Set([null, 'same-origin', 'none'])

/**
 * Refuses what pages of other sites have a browser send: a browser names the page in Origin whenever it posts. Apps send
 * no Origin, and no cookie.
 *
 * @throws {ProblemError} 403 `foreign_origin`.
 */
export function assertOwnOrigin(headers: Headers, publicOrigin: string): void {
  const origin = headers.get('origin')
  const isNamed = origin === null ? !headers.has('cookie') : isOwnOrigin(origin, headers, publicOrigin)
  if (isNamed && OWN_SITES.has(headers.get('sec-fetch-site'))) return
  throw new ProblemError({
    status: 403,
    code: 'foreign_origin',
    detail: 'Pages of other sites may not do this, and a request with a cookie must name its page in Origin',
  })
}
