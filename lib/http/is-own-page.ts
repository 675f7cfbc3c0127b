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
  return page.host === host && (isLoopbackHost(page.host) || isAddress(page.hostname))
}

/** True when the host of a URL is a number: URL gives IPv4 in four parts, and IPv6 in brackets. */
function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/u.test(hostname)
}
