/**
 * What the names of our cookies begin with, by the origin of the front end.
 *
 * @example
 * ```ts
 * sessionCookiePrefix('https://push.example') // => '__Host-push'
 * sessionCookiePrefix('http://127.0.0.1:5123') // => 'push'
 * ```
 */
export function sessionCookiePrefix(publicOrigin: string): string {
  // __Host- binds a cookie to this one host, which __Secure- does not; browsers take it over https only.
  return publicOrigin.startsWith('https:') ? '__Host-push' : 'push'
}
