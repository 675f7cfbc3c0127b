// RFC 5321: at most 64 bytes before the @, 254 in total.
const ADDRESS = /^(?=.{3,254}$)[^\s\p{Cc}@<>()[\]:;,"\\]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u

/**
 * True for one plain mail address: without a display name, quotes, a second address, or characters that could end a header.
 *
 * @example
 * ```ts
 * isAddress('mila@example.org') // => true
 * isAddress('Mila <mila@example.org>') // => false
 * isAddress('mila@example.org\r\nBcc: all@example.org') // => false
 * ```
 */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text)
}
