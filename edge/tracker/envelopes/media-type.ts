/** The types of bodies that are read as JSON: pages send `text/plain` where they must not ask first, some clients nothing. */
export const JSON_TYPES: readonly string[] = ['application/json', 'text/plain', '']

/** What clients of Segment call their JSON: the library below some of them names every body a form. */
export const SEGMENT_TYPES: readonly string[] = [...JSON_TYPES, 'application/x-www-form-urlencoded']

/**
 * The media type of a `Content-Type` header, without parameters; empty where there is none.
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
