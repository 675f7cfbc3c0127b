import { codeOf } from '#lib/errors/code-of.ts'

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /ENOSPC|EDQUOT|SQLITE_FULL/u,
    'Free some disk space, then start again; nothing that was accepted is lost.',
  ],
  [/EROFS/u, 'The file system is read-only: make it writable, or name another place in .env.'],
  [/EACCES|EPERM/u, 'Give this user the right to read and write there, or name another place in .env.'],
  [/EMFILE|ENFILE/u, 'Let this user open more files (ulimit -n), then start again.'],
  [
    /EIO|SQLITE_IOERR/u,
    'See whether the disk is full, damaged or gone; the log of the system (dmesg) says more.',
  ],
  [/ENOENT|ENOTDIR|EISDIR|ELOOP|ENAMETOOLONG/u, 'Correct the path, or name another place in .env.'],
]

/**
 * What an operator can do about an error of the disk or the system; undefined where the system is not to blame.
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
