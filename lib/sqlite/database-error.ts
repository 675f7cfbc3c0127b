import { SQLiteError } from 'bun:sqlite'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { systemHint } from '#lib/errors/system-hint.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'

const HINTS: readonly (readonly [RegExp, (path: string) => string])[] = [
  [/CORRUPT|NOTADB/u, damagedHint],
  [/FULL|ENOSPC/u, () => 'Free some disk space, then start again; nothing was lost.'],
  [
    /CANTOPEN|READONLY|EACCES|EPERM|EROFS|EEXIST|ENOTDIR/u,
    () => 'Give this user the right to read and write there, or name another place in .env.',
  ],
  [/BUSY/u, () => 'Another process holds it for long; stop that one first.'],
]

/** Why a database file cannot be opened, with what to do about it. */
export function toStartError(error: unknown, path: string): StartError {
  if (error instanceof StartError) return error
  const code = codeOf(error) ?? ''
  const hint =
    HINTS.find(([codes]) => codes.test(code))?.[1](path) ?? systemHint(error) ?? 'See the reason above.'
  return new StartError(`Cannot open database "${path}": ${messageOf(error)}`, hint, { cause: error })
}

/** What to do about a database file that is damaged. */
export function damagedHint(path: string): string {
  return `Put back a copy of "${path}" from a backup, or move it away with its -wal and -shm files to begin that part anew.`
}

/** An UnavailableError for what the file or the disk is to blame for; other errors as they are. */
export function toUnavailable(error: unknown, path: string): unknown {
  if (!(error instanceof SQLiteError)) return error
  if (!/FULL|IOERR|BUSY|LOCKED|CORRUPT|READONLY/u.test(error.code ?? '')) return error
  return new UnavailableError(`Cannot use database "${path}": ${error.message}`, { cause: error })
}
