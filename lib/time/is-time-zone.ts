/**
 * True for the name of a time zone.
 *
 * @example
 * ```ts
 * isTimeZone('Europe/Berlin') // => true
 * isTimeZone('Mars') // => false
 * ```
 */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
