import ipaddr from 'ipaddr.js'

// Enough for the longest address with the longest interface name. Clients may send text of any length.
const TEXT_LENGTH_MAX = 64

/**
 * Parses an IP address; undefined for other text. An IPv4-mapped IPv6 address becomes IPv4. A zone such as `%eth0` is removed.
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
  // The parser also accepts octal, hexadecimal and short forms of IPv4. They would give one address several spellings.
  const dotAt = text.indexOf('.')
  const dotted = dotAt === -1 ? undefined : text.slice(text.lastIndexOf(':', dotAt) + 1)
  if (dotted !== undefined && !ipaddr.IPv4.isValidFourPartDecimal(dotted)) return undefined
  if (text.includes(':') ? !ipaddr.IPv6.isValid(text) : dotted === undefined) return undefined
  return ipaddr.process(text)
}

// Only IPv6 has zones. The parser accepts zones of letters and digits only, but interfaces have names such as br-lan or eth0.100.
function withoutZone(text: string): string {
  const at = text.indexOf('%')
  return at > 0 && text.lastIndexOf(':', at) !== -1 ? text.slice(0, at) : text
}
