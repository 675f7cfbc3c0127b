const SLASH = '/'

/**
 * A text without the slashes at its end.
 *
 * @example
 * ```ts
 * withoutEndSlashes('http://127.0.0.1:5123//') // => 'http://127.0.0.1:5123'
 * ```
 */
export function withoutEndSlashes(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === SLASH) end -= 1
  return text.slice(0, end)
}
