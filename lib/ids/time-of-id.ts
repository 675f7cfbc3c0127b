const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/iu
const TIME_DIGITS = 12
const HEXADECIMAL = 16

/**
 * Returns when an id of `newId()` was created, in milliseconds since 1970; undefined for other ids.
 *
 * @example
 * ```ts
 * timeOfId('0199c82c-c000-7000-8000-000000000000') // => 1760000000000
 * timeOfId('importer:demo') // => undefined
 * ```
 */
export function timeOfId(id: string): number | undefined {
  return UUID_V7.test(id)
    ? Number.parseInt(id.replaceAll('-', '').slice(0, TIME_DIGITS), HEXADECIMAL)
    : undefined
}
