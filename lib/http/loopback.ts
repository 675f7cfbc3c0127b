import ipaddr from 'ipaddr.js'
import { readIp } from '#lib/privacy/read-ip.ts'

const IPV4_LOOPBACK = ipaddr.IPv4.parseCIDR('127.0.0.0/8')
const IPV6_LOOPBACK = '::1'

/**
 * True for an IP address that only this machine can reach.
 *
 * @example
 * ```ts
 * isLoopbackAddress('127.8.0.1') // => true
 * isLoopbackAddress('::ffff:127.0.0.1') // => true
 * isLoopbackAddress('10.0.0.1') // => false
 * ```
 */
export function isLoopbackAddress(address: string): boolean {
  const ip = readIp(address)
  if (ip === undefined) return false
  return ip instanceof ipaddr.IPv4 ? ip.match(IPV4_LOOPBACK) : ip.toString() === IPV6_LOOPBACK
}

/**
 * True for a host, with or without a port, that always means the calling machine itself: `localhost`, names below it (RFC
 * 6761), and loopback addresses in any notation that a browser accepts.
 *
 * @example
 * ```ts
 * isLoopbackHost('LOCALHOST:5123') // => true
 * isLoopbackHost('[::1]:5123') // => true
 * isLoopbackHost('2130706433') // => true
 * isLoopbackHost('localhost.evil.example') // => false
 * ```
 */
export function isLoopbackHost(host: string): boolean {
  const url = `http://${host}`
  if (!URL.canParse(url)) return false
  const parsed = new URL(url)
  // It must be only a host: `localhost/x` and `x@localhost` are not.
  if (parsed.pathname !== '/' || parsed.username !== '' || parsed.search !== '' || parsed.hash !== '')
    return false
  const name = parsed.hostname.replace(/^\[|\]$/gu, '').replace(/\.$/u, '')
  return name === 'localhost' || name.endsWith('.localhost') || isLoopbackAddress(name)
}
