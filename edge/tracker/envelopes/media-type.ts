/** The types that are read as JSON. Pages send `text/plain` to avoid a preflight; some clients send no type. */
export const JSON_TYPES: readonly string[] = ['application/json', 'text/plain', '']

/** The types that Segment's clients send with JSON. The HTTP library of some labels every body as a form. */
export const SEGMENT_TYPES: readonly string[] = [...JSON_TYPES, 'application/x-www-form-urlencoded']

/**
 * The media type of a `Content-Type` header, without parameters; empty without a header.
 *
 * @example
 * ```ts
 * mediaTypeOf('Application/JSON; charset=utf-8') // => 'application/json'
 * mediaTypeOf(null) // => ''
 * ```
 */
export function mediaTypeOf(contentType: string | null): string {
  if (contentType === null) return ''
  const end = contentType.indexOf(';')
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase()
}
