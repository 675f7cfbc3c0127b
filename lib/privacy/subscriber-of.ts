import ipaddr from 'ipaddr.js'
import { readIp } from '#lib/privacy/read-ip.ts'

const IPV6_BITS = 64

/**
 * Returns the part of an address that identifies one subscriber: all of IPv4, or the first 64 bits of IPv6, because a subscriber
 * gets a whole /64. Undefined for text that is not an address.
 *
 * @example
 * ```ts
 * subscriberOf('198.51.100.77') // => '198.51.100.77'
 * subscriberOf('2001:db8:1:2:3:4:5:6') // => '2001:db8:1:2::'
 * ```
 */
export function subscriberOf(address: string): string | undefined {
  const parsed = readIp(address)
  if (parsed === undefined || parsed instanceof ipaddr.IPv4) return parsed?.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_BITS}`).toString()
}
