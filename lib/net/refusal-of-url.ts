import { isPublicAddress } from '#lib/net/is-public-address.ts'

const URL_LENGTH_MAX = 2_048

/**
 * Why a URL from outside must not be called, or undefined when it may be: only https on port 443 of a public host. An origin that the
 * operator trusts may be anything. The name of a host says nothing about its addresses: these are checked when it is called.
 *
 * @example
 * ```ts
 * refusalOfUrl('https://example.org/hook', new Set()) // => undefined
 * refusalOfUrl('https://10.0.0.1/hook', new Set()) // => 'must not name an address that is not public'
 * refusalOfUrl('http://10.0.0.1/hook', new Set(['http://10.0.0.1'])) // => undefined
 * ```
 */
export function refusalOfUrl(text: string, trusted: ReadonlySet<string>): string | undefined {
  if (text.length > URL_LENGTH_MAX) return `must be at most ${URL_LENGTH_MAX} characters`
  if (!URL.canParse(text)) return 'must be a URL'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return 'must not contain a user or a password'
  if (trusted.has(url.origin)) return undefined
  if (url.protocol !== 'https:') return 'must begin with https:'
  if (url.port !== '') return 'must not name a port: only 443 is called'
  return refusalOfHost(url.hostname)
}

function refusalOfHost(host: string): string | undefined {
  const isAddress = host.startsWith('[') || /^[\d.]+$/u.test(host)
  if (isAddress && !isPublicAddress(host.replaceAll(/[[\]]/gu, ''))) {
    return 'must not name an address that is not public'
  }
  // A name without a dot exists in the local network only.
  return isAddress || /[^.]\.[^.]/u.test(host) ? undefined : 'must name a host of the internet'
}
