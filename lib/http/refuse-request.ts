import { isLoopbackHost } from '#lib/http/loopback.ts'
import type { Problem } from '#lib/http/problem.ts'

/** What is wrong with a request, before its path is read; undefined when nothing is. */
export type RequestCheck = (request: Request) => Problem | undefined

const BAD_HOST: Problem = {
  status: 400,
  code: 'bad_host',
  field: 'Host',
  detail: 'The header Host must name one host, as host or host:port',
}
const BAD_TARGET: Problem = {
  status: 400,
  code: 'bad_target',
  detail: 'The target of the request must be a path that begins with /',
}
const NO_TRACE: Problem = {
  status: 405,
  code: 'method_not_allowed',
  detail: 'TRACE is not allowed here',
  headers: { allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' },
}
const FOREIGN_HOST: Problem = {
  status: 403,
  code: 'foreign_host',
  field: 'Host',
  detail: 'Only this machine may call this platform: use localhost or a loopback address',
}

// A name or an address of RFC 3986, without percent-encoding and rare characters.
const HOST = /^(?:[\w.~-]+|\[[\d:A-Fa-f.]+\])(?::\d{0,5})?$/u
const HOST_LENGTH_MAX = 262

// Most requests name one of a few hosts, so valid hosts are remembered.
const REMEMBERED_MAX = 100

/**
 * Makes the check. When Host is missing (HTTP/1.0) or bad, Bun 1.4.5 gives the request an invalid URL, on which code would throw;
 * of several Hosts it takes the first. When only this machine is served, a request with another host comes from a page whose
 * owner pointed their name here (DNS rebinding).
 */
export function openRequestCheck({ isLocal }: { readonly isLocal: boolean }): RequestCheck {
  const good = new Set<string>()

  function problemOfHost(host: string): Problem | undefined {
    if (good.has(host)) return undefined
    if (host.length > HOST_LENGTH_MAX || !HOST.test(host) || !URL.canParse(`http://${host}`)) return BAD_HOST
    if (isLocal && !isLoopbackHost(host)) return FOREIGN_HOST
    if (good.size < REMEMBERED_MAX) good.add(host)
    return undefined
  }

  return function check({ method, headers, url }) {
    if (method === 'CONNECT') return BAD_TARGET
    // The fetch standard forbids TRACE: such a request can be neither copied nor forwarded.
    if (method === 'TRACE') return NO_TRACE
    const problem = problemOfHost(headers.get('host') ?? '')
    if (problem !== undefined) return problem
    return url.startsWith('http://') || url.startsWith('https://') ? undefined : BAD_TARGET
  }
}
