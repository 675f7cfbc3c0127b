import type { FrontEnd } from '#lib/http/front-end.ts'

/** Headers that stop browsers from guessing types, framing, and reading from other sites. A route may override them. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** No answer may be cached unless its route says so: the answer to one caller is not for others. */
export const NOT_KEPT: Readonly<Record<string, string>> = { 'cache-control': 'no-store' }

/**
 * The header that keeps browsers on https for a year, when the front end uses https.
 *
 * @example
 * ```ts
 * transportSecurity({ publicOrigin: 'https://push.example' }) // => { 'strict-transport-security': 'max-age=31536000' }
 * transportSecurity({ publicOrigin: 'http://127.0.0.1:5123' }) // => {}
 * ```
 */
export function transportSecurity({
  publicOrigin,
}: Pick<FrontEnd, 'publicOrigin'>): Readonly<Record<string, string>> {
  // Not for subdomains: they may belong to somebody else.
  return publicOrigin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}
}
