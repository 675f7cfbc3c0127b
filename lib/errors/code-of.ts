/**
 * Returns the code of an error of the system or the database, such as `ENOENT`; undefined if it has none.
 *
 * @example
 * ```ts
 * codeOf(Object.assign(new Error('no such file'), { code: 'ENOENT' })) // => 'ENOENT'
 * codeOf(new Error('plain')) // => undefined
 * ```
 */
export function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined
}
