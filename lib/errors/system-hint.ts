import { codeOf } from '#lib/errors/code-of.ts'

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /ENOSPC|EDQUOT|SQLITE_FULL/u,
    'Free some disk space, then start again; nothing that was accepted is lost.',
  ],
  [/EROFS/u, 'The file system is read-only: make it writable, or set another path in .env.'],
  [/EACCES|EPERM/u, 'Allow this user to read and write the file, or set another path in .env.'],
  [/EMFILE|ENFILE/u, 'Allow this user to open more files (ulimit -n), then start again.'],
  [
    /EIO|SQLITE_IOERR/u,
    'Check whether the disk is full, damaged or not mounted; the system log (dmesg) contains details.',
  ],
  [/ENOENT|ENOTDIR|EISDIR|ELOOP|ENAMETOOLONG/u, 'Correct the path, or set another path in .env.'],
]

/**
 * Returns what an operator can do about an error of the disk or the system; undefined for other errors.
 *
 * @example
 * ```ts
 * systemHint(new TypeError('a bug')) // => undefined
 * ```
 */
export function systemHint(error: unknown): string | undefined {
  const code = codeOf(error) ?? ''
  return HINTS.find(([codes]) => codes.test(code))?.[1]
}
