import ipaddr from 'ipaddr.js'
import { readIp } from '#lib/privacy/read-ip.ts'

const IPV4_BITS = 24
const IPV6_BITS = 48

// A 6to4 address (RFC 3056) carries the IPv4 address of its site in bits 16 to 48.
const SIX_TO_FOUR = ipaddr.IPv6.parseCIDR('2002::/16')
const SIX_TO_FOUR_BITS = 16 + IPV4_BITS

/**
 * The network of an address: the first 24 bits of IPv4, 48 of IPv6; an IPv4 address in IPv6 clothes counts as IPv4.
 * Undefined for what is no address. Of an IPv6 address that carries an IPv4 address, no more of that is kept.
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
 * An address in its one spelling, undefined for what is none.
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
