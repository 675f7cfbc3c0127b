import { codeOf } from '#lib/errors/code-of.ts'

/** No space, no quota left, a file larger than allowed, a full database. */
const FULL_CODES: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL'])

/**
 * True if something could not be stored because there is no space.
 *
 * @example
 * ```ts
 * isFull(new Error('cannot write', { cause: Object.assign(new Error('no space'), { code: 'ENOSPC' }) })) // => true
 * isFull(new Error('away')) // => false
 * ```
 */
export function isFull(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause)
    if (FULL_CODES.has(codeOf(each))) return true
  return false
}
