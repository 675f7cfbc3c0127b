import { toUnavailable } from '#lib/sqlite/database-error.ts'
import { createDataVersion } from '#lib/sqlite/data-version.ts'
import type { SharedDatabase } from '#lib/sqlite/open-database.ts'
import { isLocked, LOCK_POLL_MS, LOCK_WAIT_MS, transactAtOnce } from '#lib/sqlite/transact.ts'

/** Collects the writes of one turn of the event loop in one transaction with one fsync. */
export interface GroupCommit {
  /**
   * Runs work in the transaction of this turn and resolves with its result when it is on disk. If any work of the turn fails, the
   * whole turn is rolled back and rejected. It waits up to 5 seconds for a writer in another process, without blocking this one.
   *
   * @throws {UnavailableError} when the file cannot be written now: disk full, locked for too long, damaged.
   */
  readonly write: <Result>(work: () => Result) => Promise<Result>
  /** Resolves when all pending work is written or rejected. */
  readonly settled: () => Promise<void>
}

interface Handed {
  /** Does the work; returns a function that reports the result and is called after the commit. */
  readonly work: () => () => void
  readonly reject: (reason: unknown) => void
}

// A pause between two transactions if other processes also write. Without it, a busy process would never release the lock to them.
const GAP_MS = 1

/** Creates a group commit for a database. All users of the database share one, so that they share each fsync. */
export function createGroupCommit({ db, path }: SharedDatabase): GroupCommit {
  const dataVersion = createDataVersion(db)
  let seen = dataVersion()
  let handed: Handed[] = []
  let lockedSince: number | undefined

  function schedule(): void {
    const version = dataVersion()
    if (version === seen) setImmediate(flush)
    else setTimeout(flush, GAP_MS)
    seen = version
  }

  function flush(): void {
    const turn = handed
    try {
      const tells = transactAtOnce(db, () => turn.map(({ work }) => work()))
      begin()
      for (const tell of tells) tell()
    } catch (error) {
      lockedSince ??= performance.now()
      if (isLocked(error) && performance.now() - lockedSince < LOCK_WAIT_MS) {
        setTimeout(flush, LOCK_POLL_MS)
        return
      }
      begin()
      for (const { reject } of turn) reject(toUnavailable(error, path))
    }
  }

  function begin(): void {
    handed = []
    lockedSince = undefined
  }

  function write<Result>(work: () => Result): Promise<Result> {
    if (handed.length === 0) schedule()
    return new Promise<Result>((resolve, reject) => {
      const tellLater = () => {
        const result = work()
        return () => resolve(result)
      }
      handed.push({ work: tellLater, reject })
    })
  }

  async function settled(): Promise<void> {
    if (handed.length > 0) await Promise.allSettled([write(() => undefined)])
  }

  return { write, settled }
}
