import type { Database } from 'bun:sqlite'
import { codeOf } from '#lib/errors/code-of.ts'

/** So long a writer waits for one in another process before it gives up. */
export const LOCK_WAIT_MS = 5_000

/**
 * So often it tries. SQLite's own waiting grows to 100 ms between two tries, and a busy writer leaves gaps far shorter
 * than that: others would starve.
 */
export const LOCK_POLL_MS = 1

/**
 * Runs work in one transaction that takes the write lock first, waiting for it if need be. The whole process stands still
 * meanwhile: for starts and small tools; what serves others uses a group commit.
 */
export function transact<Result>(db: Database, work: () => Result): Result {
  const deadline = performance.now() + LOCK_WAIT_MS
  for (;;) {
    try {
      return transactAtOnce(db, work)
    } catch (error) {
      if (!isLocked(error) || performance.now() >= deadline) throw error
    }
    Bun.sleepSync(LOCK_POLL_MS)
  }
}

/** Runs work in one transaction; when the write lock is not free, it throws before anything was done. */
export function transactAtOnce<Result>(db: Database, work: () => Result): Result {
  db.run('pragma busy_timeout = 0')
  try {
    return db.transaction(work).immediate()
  } finally {
    db.run(`pragma busy_timeout = ${LOCK_WAIT_MS}`)
  }
}

/** True for the error of a transaction that did not get the write lock. */
export function isLocked(error: unknown): boolean {
  return codeOf(error)?.startsWith('SQLITE_BUSY') ?? false
}
