import ipaddr from 'ipaddr.js'
import { readIp } from '#lib/privacy/read-ip.ts'

/** An IP network: its first address and the length of its prefix in bits. */
export type Network = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number]

const IPV4_BITS_MAX = 32
const IPV6_BITS_MAX = 128

/**
 * Parses a network in CIDR notation or a single address; undefined for other text.
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
 * True when an address belongs to one of the networks.
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
