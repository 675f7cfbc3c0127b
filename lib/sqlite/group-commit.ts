import { type SharedDatabase, writeNow } from '#lib/sqlite/open-database.ts'

/** Collects writes so that those of one turn of the event loop share one transaction, and one fsync. */
export interface GroupCommit {
  /**
   * Runs work in the transaction of this turn and resolves with its result once that is on disk; when it fails, all work
   * of the turn is undone and rejected.
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

/** A group commit on a database; its users share one, or they would wait for each other's fsync. */
export function createGroupCommit(database: SharedDatabase): GroupCommit {
  let handed: Handed[] = []

  function flush(): void {
    const turn = handed
    handed = []
    try {
      for (const tell of writeNow(database, () => turn.map(({ work }) => work()))) tell()
    } catch (error) {
      for (const { reject } of turn) reject(error)
    }
  }

  function write<Result>(work: () => Result): Promise<Result> {
    if (handed.length === 0) setImmediate(flush)
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
