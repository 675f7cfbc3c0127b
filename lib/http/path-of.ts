import { getPath } from 'hono/utils/url'

// Behind the shortest scheme and one letter of a host.
const HOST_FROM = 4

const NO_HOST = 'http://no-host'

/**
 * The path of a request as Hono reads it, decoded; found without a walk over each letter where nothing is escaped.
 *
 * @example
 * ```ts
 * pathOf(new Request('http://localhost/t/geo?di=1')) // => '/t/geo'
 * ```
 */
export function pathOf(request: Request): string {
  const { url } = request
  // Where the client names no host that is one, as HTTP/1.0 lets it, Bun gives the path alone.
  if (url.startsWith('/')) return pathOf(new Request(NO_HOST + url))
  const start = url.indexOf('/', url.indexOf(':') + HOST_FROM)
  // Of a CONNECT there is no path at all.
  if (start === -1) return '/'
  const queryAt = url.indexOf('?', start)
  const path = queryAt === -1 ? url.slice(start) : url.slice(start, queryAt)
  return path.includes('%') || path.includes('#') ? getPath(request) : path
}
