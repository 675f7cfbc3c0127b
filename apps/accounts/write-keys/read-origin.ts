import { isLoopbackHost } from '#lib/http/loopback.ts'

const SHAPE = /^https?:\/\/[^/?#@\\\s]+$/iu
const HOST = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])$/u

/**
 * Normalizes an origin to the form of the header `Origin`; `*` means all origins. Undefined when the text is not an origin,
 * or is neither `https:` nor a loopback address.
 *
 * @example
 * ```ts
 * readOrigin('https://Shop.example:443') // => 'https://shop.example'
 * readOrigin('http://localhost:5173') // => 'http://localhost:5173'
 * readOrigin('http://shop.example') // => undefined
 * readOrigin('https://shop.example/cart') // => undefined
 * ```
 */
export function readOrigin(text: string): string | undefined {
  if (text === '*') return text
  if (!SHAPE.test(text) || !URL.canParse(text)) return undefined
  const { protocol, hostname, origin } = new URL(text)
  const isSafe = protocol === 'https:' || isLoopbackHost(hostname)
  return isSafe && HOST.test(hostname) ? origin : undefined
}
