/**
 * True for text that cannot be a segment of a path: URL parsers resolve `.` and `..`, also percent-encoded, so a call for one
 * thing would become a call for another.
 *
 * @example
 * ```ts
 * isPathStep('..') // => true
 * isPathStep('a..b') // => false
 * ```
 */
export function isPathStep(text: string): boolean {
  return text === '.' || text === '..'
}

/**
 * Text as one segment of the path of a call.
 *
 * @throws {TypeError} for text that cannot be one: `.`, `..`, the empty string, or text that is not well-formed.
 * @example
 * ```ts
 * pathSegment('a/b c') // => 'a%2Fb%20c'
 * ```
 */
export function pathSegment(text: string): string {
  if (text === '' || isPathStep(text) || !text.isWellFormed())
    throw new TypeError(`Cannot put ${JSON.stringify(text)} into a path: it would change the path`)
  return encodeURIComponent(text)
}
