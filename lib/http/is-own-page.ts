import { isIP } from 'node:net'
import { isLoopbackHost } from '#lib/http/loopback.ts'

/**
 * True when a request comes from a page of the address it was sent to, and that address is `localhost` or an IP address. Any
 * other name is not enough: its owner can point it to this machine while their page is open (DNS rebinding).
 *
 * @example
 * ```ts
 * isOwnPage('http://localhost:5123', 'localhost:5123') // => true
 * isOwnPage('http://evil.example', 'evil.example') // => false
 * ```
 */
export function isOwnPage(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const page = new URL(origin)
  const name = page.hostname.replace(/^\[|\]$/gu, '')
  return page.host === host && (isLoopbackHost(page.host) || isIP(name) !== 0)
}
