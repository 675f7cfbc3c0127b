import ipaddr from 'ipaddr.js'
import { readIp } from '#lib/privacy/read-ip.ts'

// The other halves of the space are not assigned, or reach one network only.
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * True for an IP address that the internet routes. False for private, shared, local, multicast and documentation addresses, for
 * IPv6 addresses that carry an IPv4 address (mapped ones count as that IPv4 address), and for other text.
 *
 * @example
 * ```ts
 * isPublicAddress('8.8.8.8') // => true
 * isPublicAddress('169.254.169.254') // => false
 * isPublicAddress('::ffff:10.0.0.1') // => false
 * isPublicAddress('64:ff9b::a00:1') // => false
 * ```
 */
export function isPublicAddress(address: string): boolean {
  const ip = readIp(address)
  if (ip === undefined || ip.range() !== 'unicast') return false
  return ip instanceof ipaddr.IPv4 || ip.match(GLOBAL_IPV6)
}
