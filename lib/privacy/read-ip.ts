import ipaddr from 'ipaddr.js'

// The longest address with the longest name of an interface; strangers may send text of any length in its place.
const TEXT_LENGTH_MAX = 64

/**
 * An address as text says it, undefined for what is none; an IPv4 address in IPv6 clothes is IPv4.
 *
 * @example
 * ```ts
 * readIp('::ffff:198.51.100.7')?.toString() // => '198.51.100.7'
 * readIp('198.51.100') // => undefined
 * ```
 */
export function readIp(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (address.length > TEXT_LENGTH_MAX) return undefined
  const text = address.trim()
  // The parser also reads octal, hexadecimal and short forms of IPv4, by which one address would have many names.
  const [, dotted] = /([^:]*\..*)$/u.exec(text) ?? []
  if (dotted !== undefined && !ipaddr.IPv4.isValidFourPartDecimal(dotted)) return undefined
  if (text.includes(':') ? !ipaddr.IPv6.isValid(text) : dotted === undefined) return undefined
  const parsed = ipaddr.process(text)
  if (parsed.kind() === 'ipv6' && 'zoneId' in parsed) delete parsed.zoneId
  return parsed
}
