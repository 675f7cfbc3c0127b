const TOKEN_LENGTH_MIN = 12
const USER = /^[\w.-]{1,64}$/u
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu
// The part before the path of a URL that contains no password.
const PLAIN_AUTHORITY = /^(?:[\w.-]*|\[[\da-f:.]+\])(?::\d{1,5})?$/iu

/**
 * Removes private parts of a URL: password, query, fragment, and parts of the path that look like a key, an address or a position.
 * Host, port and plain words of the path stay.
 *
 * @example
 * ```ts
 * redactUrl('https://mila:pass@host:8080/t/geo?lt=52.52&k=wk_1') // => 'https://mila:***@host:8080/t/geo?…'
 * redactUrl('http://host/reset/kJ8s0aPq2LmZ') // => 'http://host/reset/…'
 * ```
 */
export function redactUrl(url: string): string {
  const from = url.indexOf('://') + '://'.length
  const scheme = url.slice(0, from)
  const { user, rest } = splitUser(url.slice(from))
  const pathAt = indexOrEnd(rest, '/')
  const queryAt = Math.min(indexOrEnd(rest, '?'), indexOrEnd(rest, '#'))
  const hosts = rest.slice(0, Math.min(pathAt, queryAt))
  const path = rest.slice(Math.min(pathAt, queryAt), queryAt)
  return `${scheme}${user}${hosts}${redactPath(path)}${queryAt < rest.length ? '?…' : ''}`
}

/**
 * Replaces parts of a path that look like a key, an address or a position with `…`.
 *
 * @example
 * ```ts
 * redactPath('/accounts/people/mila@example.org') // => '/accounts/people/…'
 * ```
 */
export function redactPath(path: string): string {
  return path
    .split('/')
    .map((part) => (isTelling(part) ? '…' : part))
    .join('/')
}

// An unescaped password may contain "/", "?" and "@". So unless the part before the path is clearly a host, everything before
// the last "@" counts as user and password.
function splitUser(rest: string): { readonly user: string; readonly rest: string } {
  const authority = rest.slice(
    0,
    Math.min(indexOrEnd(rest, '/'), indexOrEnd(rest, '?'), indexOrEnd(rest, '#')),
  )
  const at = PLAIN_AUTHORITY.test(authority) ? -1 : rest.lastIndexOf('@')
  if (at === -1) return { user: '', rest }
  const [name = '', ...password] = rest.slice(0, at).split(':')
  const shown = password.length > 0 && USER.test(name) ? `${name}:***` : '***'
  return { user: `${shown}@`, rest: rest.slice(at + 1) }
}

function isTelling(part: string): boolean {
  if (/[@%=,;]/u.test(part) || /^-?\d{1,3}\.\d{3,}$/u.test(part)) return true
  return part.length >= TOKEN_LENGTH_MIN && /\d/u.test(part) && /[a-z]/iu.test(part) && !UUID.test(part)
}

function indexOrEnd(text: string, mark: string): number {
  const at = text.indexOf(mark)
  return at === -1 ? text.length : at
}
