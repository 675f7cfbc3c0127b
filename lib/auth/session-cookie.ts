/**
 * The prefix of our cookies' names, by the origin of the front end.
 *
 * @example
 * ```ts
 * sessionCookiePrefix('https://push.example') // => '__Host-push'
 * sessionCookiePrefix('http://127.0.0.1:5123') // => 'push'
 * ```
 */
export function sessionCookiePrefix(publicOrigin: string): string {
  // __Host- binds a cookie to this one host, __Secure- does not. Browsers accept it over https only.
  return publicOrigin.startsWith('https:') ? '__Host-push' : 'push'
}
