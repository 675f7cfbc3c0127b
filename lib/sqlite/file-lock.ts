import { Database, SQLiteError } from 'bun:sqlite'

/** A file that is ours until we release it or die, however. */
export interface FileLock {
  release(): void
}

// A database that nobody refers to any more is closed some time, and its lock with it.
const held = new Set<Database>()

/**
 * Takes the lock of a file, made when missing; undefined while another process, or another part of this one, holds it. It is
 * SQLite's own lock, which the kernel keeps: it also tells apart containers that share a folder, where pids say nothing.
 *
 * @throws when the file cannot be made.
 */
export function tryFileLock(path: string): FileLock | undefined {
  const db = new Database(path, { create: true })
  try {
    db.run('pragma busy_timeout = 0')
    // Nothing is ever written to it: a journal would only lie about.
    db.run('pragma journal_mode = memory')
    db.run('begin exclusive')
  } catch (error) {
    db.close()
    if (error instanceof SQLiteError && error.code === 'SQLITE_BUSY') return undefined
    throw error
  }
  held.add(db)
  return {
    release() {
      if (!held.delete(db)) return
      db.run('rollback')
      db.close()
    },
  }
}
