/**
 * The code of a system's or SQLite's error, or empty text when there is none.
 *
 * @example
 * ```ts
 * codeOf(Object.assign(new Error('no such process'), { code: 'ESRCH' })) // => 'ESRCH'
 * codeOf(new Error('plain')) // => ''
 * ```
 */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
