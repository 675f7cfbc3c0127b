import type { FrontEnd } from '#lib/http/front-end.ts'

/** Headers that keep browsers from guessing, framing, and reading from other sites; a route may say otherwise. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Nothing that does not say so may be kept: what one caller is answered is not for others. */
export const NOT_KEPT: Readonly<Record<string, string>> = { 'cache-control': 'no-store' }

/**
 * The header that keeps a browser on https for a year, where the front end is reached by that.
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
  // Not for names below this one: those may be somebody else's.
  return publicOrigin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}
}
