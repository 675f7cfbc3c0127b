import ipaddr from 'ipaddr.js'
import { readIp } from '#lib/privacy/read-ip.ts'

/** A network of machines: its first address, and how many bits of that all of its addresses share. */
export type Network = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number]

const IPV4_BITS_MAX = 32
const IPV6_BITS_MAX = 128

/**
 * A network from its CIDR, or from a single address; undefined for what is neither.
 *
 * @example
 * ```ts
 * readNetwork('10.0.0.0/8')?.[1] // => 8
 * readNetwork('10.0.0.0/33') // => undefined
 * ```
 */
export function readNetwork(text: string): Network | undefined {
  const [, first = '', given] = /^([^/]+)(?:\/(\d{1,3}))?$/u.exec(text) ?? []
  const address = readIp(first)
  if (address === undefined) return undefined
  const bitsMax = address instanceof ipaddr.IPv4 ? IPV4_BITS_MAX : IPV6_BITS_MAX
  const bits = given === undefined ? bitsMax : Number(given)
  return bits <= bitsMax ? [address, bits] : undefined
}

/**
 * True when an address is of one of the networks.
 *
 * @example
 * ```ts
 * const own = [readNetwork('10.0.0.0/8'), readNetwork('::1')].filter((network) => network !== undefined)
 * isWithin('10.1.2.3', own) // => true
 * isWithin('::ffff:10.1.2.3', own) // => true
 * isWithin('11.1.2.3', own) // => false
 * ```
 */
export function isWithin(address: string, networks: readonly Network[]): boolean {
  const parsed = readIp(address)
  if (parsed === undefined) return false
  return networks.some(([first, bits]) => parsed.kind() === first.kind() && parsed.match([first, bits]))
}
