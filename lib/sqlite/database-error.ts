import { SQLiteError } from 'bun:sqlite'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { systemHint } from '#lib/errors/system-hint.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'

const HINTS: readonly (readonly [RegExp, (path: string) => string])[] = [
  [/CORRUPT|NOTADB/u, damagedHint],
  [/FULL|ENOSPC/u, () => 'Free some disk space, then start again; no data was lost.'],
  [
    /CANTOPEN|READONLY|EACCES|EPERM|EROFS|EEXIST|ENOTDIR/u,
    () => 'Allow this user to read and write the file, or set another path in .env.',
  ],
  [/BUSY/u, () => 'Another process has locked it for too long; stop that process first.'],
]

/** Converts an error on opening a database file to a StartError with a hint. */
export function toStartError(error: unknown, path: string): StartError {
  if (error instanceof StartError) return error
  const code = codeOf(error) ?? ''
  const hint =
    HINTS.find(([codes]) => codes.test(code))?.[1](path) ?? systemHint(error) ?? 'See the reason above.'
  return new StartError(`Cannot open database "${path}": ${messageOf(error)}`, hint, { cause: error })
}

/** Returns the hint for a damaged database file. */
export function damagedHint(path: string): string {
  return `Restore "${path}" from a backup, or move it away together with its -wal and -shm files to start with an empty database.`
}

/** Converts errors that the file or the disk caused to an UnavailableError; returns other errors unchanged. */
export function toUnavailable(error: unknown, path: string): unknown {
  if (!(error instanceof SQLiteError)) return error
  if (!/FULL|IOERR|BUSY|LOCKED|CORRUPT|READONLY/u.test(error.code ?? '')) return error
  return new UnavailableError(`Cannot use database "${path}": ${error.message}`, { cause: error })
}
