import { toUnavailable } from '#lib/sqlite/database-error.ts'
import { createDataVersion } from '#lib/sqlite/data-version.ts'
import type { SharedDatabase } from '#lib/sqlite/open-database.ts'
import { isLocked, LOCK_POLL_MS, LOCK_WAIT_MS, transactAtOnce } from '#lib/sqlite/transact.ts'

/** Collects writes so that those of one turn of the event loop share one transaction, and one fsync. */
export interface GroupCommit {
  /**
   * Runs work in the transaction of this turn and resolves with its result once that is on disk; when it fails, all work
   * of the turn is undone and rejected. Waiting for a writer in another process, up to 5 seconds, holds up nothing else.
   *
   * @throws {UnavailableError} when the file cannot be written now: disk full, locked for long, damaged.
   */
  readonly write: <Result>(work: () => Result) => Promise<Result>
  /** Resolves when all that was handed in has been written or rejected. */
  readonly settled: () => Promise<void>
}

interface Handed {
  /** Does the work; what it gives tells the result, and is for after the commit. */
  readonly work: () => () => void
  readonly reject: (reason: unknown) => void
}

// Between two transactions, when others write the file as well: else one busy process would keep the lock for itself.
const GAP_MS = 1

/** A group commit on a database; its users share one, or they would wait for each other's fsync. */
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
