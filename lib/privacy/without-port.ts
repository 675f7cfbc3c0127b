const PORT = /^:\d{1,5}$/u

/**
 * Removes the port that some proxies append to the address of a client: `198.51.100.7:54321`, `[2001:db8::1]:443`. Other text is
 * unchanged: IPv6 without brackets has no port.
 *
 * @example
 * ```ts
 * withoutPort(' 198.51.100.7:54321') // => '198.51.100.7'
 * withoutPort('[2001:db8::1]:443') // => '2001:db8::1'
 * withoutPort('[2001:db8::1]') // => '2001:db8::1'
 * withoutPort('2001:db8::1') // => '2001:db8::1'
 * ```
 */
export function withoutPort(address: string): string {
  const text = address.trim()
  if (text.startsWith('[')) {
    const end = text.indexOf(']')
    const rest = text.slice(end + 1)
    return end !== -1 && (rest === '' || PORT.test(rest)) ? text.slice(1, end) : text
  }
  const at = text.indexOf(':')
  return at !== -1 && text.includes('.') && PORT.test(text.slice(at)) ? text.slice(0, at) : text
}
