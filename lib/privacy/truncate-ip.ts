import ipaddr from 'ipaddr.js'
import { readIp } from '#lib/privacy/read-ip.ts'

const IPV4_BITS = 24
const IPV6_BITS = 48

// A 6to4 address (RFC 3056) contains the IPv4 address of its site in bits 16 to 48.
const SIX_TO_FOUR = ipaddr.IPv6.parseCIDR('2002::/16')
const SIX_TO_FOUR_BITS = 16 + IPV4_BITS

/**
 * Truncates an address to its network: the first 24 bits of IPv4, 48 of IPv6. An IPv4-mapped IPv6 address counts as IPv4. A 6to4
 * address keeps only 24 bits of the IPv4 address in it. Undefined for text that is not an address.
 *
 * @example
 * ```ts
 * truncateIp('198.51.100.77') // => '198.51.100.0'
 * truncateIp('2001:db8:1:2::3') // => '2001:db8:1::'
 * truncateIp('::ffff:198.51.100.77') // => '198.51.100.0'
 * ```
 */
export function truncateIp(address: string): string | undefined {
  const parsed = readIp(address)
  if (parsed === undefined) return undefined
  if (parsed instanceof ipaddr.IPv4)
    return ipaddr.IPv4.networkAddressFromCIDR(`${parsed.toString()}/${IPV4_BITS}`).toString()
  const bits = parsed.match(SIX_TO_FOUR) ? SIX_TO_FOUR_BITS : IPV6_BITS
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${bits}`).toString()
}

/**
 * Returns the canonical spelling of an address; undefined for text that is not an address.
 *
 * @example
 * ```ts
 * normalIp('2001:DB8:0:0::1') // => '2001:db8::1'
 * normalIp('localhost') // => undefined
 * ```
 */
export function normalIp(address: string): string | undefined {
  return readIp(address)?.toString()
}
