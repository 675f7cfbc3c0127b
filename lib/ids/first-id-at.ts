const TIME_DIGITS = 12
const HEXADECIMAL = 16

/**
 * Returns the smallest UUIDv7 of a time in milliseconds since 1970. Ids made before the time are smaller, later ones are not.
 *
 * @example
 * ```ts
 * firstIdAt(1760000000000) // => '0199c82c-c000-7000-8000-000000000000'
 * ```
 */
export function firstIdAt(timeMs: number): string {
  const time = Math.max(0, Math.floor(timeMs)).toString(HEXADECIMAL).padStart(TIME_DIGITS, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
