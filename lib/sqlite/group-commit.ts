import { toUnavailable } from '#lib/sqlite/database-error.ts'
import { createDataVersion } from '#lib/sqlite/data-version.ts'
import type { SharedDatabase } from '#lib/sqlite/open-database.ts'
import { isLocked, LOCK_POLL_MS, LOCK_WAIT_MS, transactAtOnce } from '#lib/sqlite/transact.ts'

/** Collects writes that arrive close together in one transaction with one fsync. */
export interface GroupCommit {
  /**
   * Runs work in the next transaction, and resolves with its result when it is on disk. If any work of the transaction fails, all
   * of it is rolled back and rejected. It waits up to 5 seconds for a writer in another process, without blocking this process.
   *
   * @throws {UnavailableError} when the file cannot be written now: disk full, locked for too long, damaged.
   */
  readonly write: <Result>(work: () => Result) => Promise<Result>
  /** Resolves when all pending work is written or rejected. */
  readonly settled: () => Promise<void>
}

interface PendingWork {
  /** Does the work. The returned function reports its result; it is called after the commit. */
  readonly work: () => () => void
  readonly reject: (reason: unknown) => void
}

// A pause between two transactions if other processes also write. Without it, a busy process would take the lock again at once,
// and others would never get it.
const GAP_MS = 1

/** Creates a group commit for a database. All users of the database share one, so that they share each fsync. */
export function createGroupCommit({ db, path }: SharedDatabase): GroupCommit {
  const dataVersion = createDataVersion(db)
  let seen = dataVersion()
  let pending: PendingWork[] = []
  let lockedSince: number | undefined

  function schedule(): void {
    const version = dataVersion()
    if (version === seen) setImmediate(flush)
    else setTimeout(flush, GAP_MS)
    seen = version
  }

  function flush(): void {
    const turn = pending
    try {
      const reports = transactAtOnce(db, () => turn.map(({ work }) => work()))
      reset()
      for (const report of reports) report()
    } catch (error) {
      lockedSince ??= performance.now()
      if (isLocked(error) && performance.now() - lockedSince < LOCK_WAIT_MS) {
        setTimeout(flush, LOCK_POLL_MS)
        return
      }
      reset()
      for (const { reject } of turn) reject(toUnavailable(error, path))
    }
  }

  function reset(): void {
    pending = []
    lockedSince = undefined
  }

  function write<Result>(work: () => Result): Promise<Result> {
    if (pending.length === 0) schedule()
    return new Promise<Result>((resolve, reject) => {
      const workAndReportLater = () => {
        const result = work()
        return () => resolve(result)
      }
      pending.push({ work: workAndReportLater, reject })
    })
  }

  async function settled(): Promise<void> {
    if (pending.length > 0) await Promise.allSettled([write(() => undefined)])
  }

  return { write, settled }
}
