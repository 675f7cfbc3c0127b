import { isOwnPage } from '#lib/http/is-own-page.ts'
import { ProblemError } from '#lib/http/problem.ts'

/**
 * True when an origin is that of the front end, or of a page on this machine that was loaded from the called address.
 *
 * @example
 * ```ts
 * isOwnOrigin('https://push.example', new Headers(), 'https://push.example') // => true
 * isOwnOrigin('https://evil.example', new Headers({ host: 'evil.example' }), 'https://push.example') // => false
 * ```
 */
export function isOwnOrigin(origin: string, headers: Headers, publicOrigin: string): boolean {
  // edge/web sets X-Forwarded-Host to the host that the browser called; a page of another site cannot set it.
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? undefined
  return origin === publicOrigin || isOwnPage(origin, host)
}

// `none`: the user typed the address, or opened a bookmark.
const OWN_SITES: ReadonlySet<string | null> = new Set([null, 'same-origin', 'none'])

/**
 * Refuses requests that browsers send for pages of other sites: a browser names the page in Origin whenever it posts. Our pages have
 * the referrer policy `no-referrer`: when their forms post, Origin is `null`, and Sec-Fetch-Site says that the page is ours (Fetch
 * Standard, "append a request Origin header"). Apps send neither Origin nor a cookie.
 *
 * @throws {ProblemError} 403 `foreign_origin`.
 */
export function assertOwnOrigin(headers: Headers, publicOrigin: string): void {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (origin === 'null' && site === 'same-origin') return
  const isNamed = origin === null ? !headers.has('cookie') : isOwnOrigin(origin, headers, publicOrigin)
  if (isNamed && OWN_SITES.has(site)) return
  throw new ProblemError({
    status: 403,
    code: 'foreign_origin',
    detail: 'Pages of other sites may not do this, and a request with a cookie must name its page in Origin',
  })
}
