import type { Database } from 'bun:sqlite'
import { codeOf } from '#lib/errors/code-of.ts'

/** How long a writer waits for a writer in another process before it gives up. */
export const LOCK_WAIT_MS = 5_000

/**
 * The interval between two tries. SQLite's own waiting grows to 100 ms between two tries. The gaps of a busy writer are much
 * shorter, so other writers would starve.
 */
export const LOCK_POLL_MS = 1

/**
 * Runs work in one transaction. It takes the write lock first and waits for it if necessary. It blocks the whole process, so use it
 * at starts and in small tools; servers use a group commit.
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

/** Runs work in one transaction; if the write lock is not free, it throws without running the work. */
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
