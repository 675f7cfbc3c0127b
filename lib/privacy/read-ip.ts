import ipaddr from 'ipaddr.js'

// The longest address with the longest name of an interface; strangers may send text of any length in its place.
const TEXT_LENGTH_MAX = 64

/**
 * An address as text says it, undefined for what is none; an IPv4 address in IPv6 clothes is IPv4. The name of an interface
 * behind it (`%eth0`) is left out.
 *
 * @example
 * ```ts
 * readIp('::ffff:198.51.100.7')?.toString() // => '198.51.100.7'
 * readIp('fe80::1%eth0.100')?.toString() // => 'fe80::1'
 * readIp('198.51.100') // => undefined
 * ```
 */
export function readIp(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (address.length > TEXT_LENGTH_MAX) return undefined
  const text = withoutZone(address.trim())
  // The parser also reads octal, hexadecimal and short forms of IPv4, by which one address would have many names.
  const dotAt = text.indexOf('.')
  const dotted = dotAt === -1 ? undefined : text.slice(text.lastIndexOf(':', dotAt) + 1)
  if (dotted !== undefined && !ipaddr.IPv4.isValidFourPartDecimal(dotted)) return undefined
  if (text.includes(':') ? !ipaddr.IPv6.isValid(text) : dotted === undefined) return undefined
  return ipaddr.process(text)
}

// Of IPv6 only. The parser reads names of letters and digits alone, and interfaces are also called br-lan or eth0.100.
function withoutZone(text: string): string {
  const at = text.indexOf('%')
  return at > 0 && text.lastIndexOf(':', at) !== -1 ? text.slice(0, at) : text
}
