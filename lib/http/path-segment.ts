/**
 * True for text that cannot be a part of a path: URL parsers take `.` and `..` out, also where they are percent-encoded, so
 * that a call for one thing would become a call for another.
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
 * Text as one part of the path of a call.
 *
 * @throws {TypeError} for what cannot be one: `.`, `..`, nothing, or text that is not well-formed.
 * @example
 * ```ts
 * pathSegment('a/b c') // => 'a%2Fb%20c'
 * ```
 */
export function pathSegment(text: string): string {
  if (text === '' || isPathStep(text) || !text.isWellFormed())
    throw new TypeError(`Cannot put ${JSON.stringify(text)} into a path: it would be another one`)
  return encodeURIComponent(text)
}
