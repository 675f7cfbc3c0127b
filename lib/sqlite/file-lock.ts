import { Database, SQLiteError } from 'bun:sqlite'

/** A lock on a file until `release()` or the end of the process. */
export interface FileLock {
  release(): void
}

// Keeps references: the garbage collector closes an unreferenced database, which releases its lock.
const held = new Set<Database>()

/**
 * Locks a file, which it creates if missing; returns undefined while another process or another part of this one holds the lock. It
 * uses the lock of SQLite, which is in the kernel. So it also works between containers that share a folder, where pids do not help.
 *
 * @throws when the file cannot be created.
 */
export function tryFileLock(path: string): FileLock | undefined {
  const db = new Database(path, { create: true })
  try {
    db.run('pragma busy_timeout = 0')
    // The database is never written, so it needs no journal file.
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
