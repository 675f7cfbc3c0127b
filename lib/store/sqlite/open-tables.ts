import type { Database } from 'bun:sqlite'
import { createGroupCommit, type GroupCommit } from '#lib/sqlite/group-commit.ts'
import { openDatabase, readNow, type Schema } from '#lib/sqlite/open-database.ts'

/** The tables of one store in a database file that several stores may share. */
export interface Tables {
  readonly db: Database
  /** Runs work in a transaction and resolves with its result once it is on disk. Work must not throw because of values from callers. */
  readonly write: GroupCommit['write']
  /** Runs reads. */
  readonly read: <Result>(work: () => Result) => Result
  /** Writes all pending work, then closes. */
  readonly close: () => Promise<void>
}

// All stores of this process on one file share their fsyncs.
const commits = new WeakMap<Database, GroupCommit>()

/**
 * Opens the file behind `sqlite:<path>` with the tables of a store.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openTables(url: string, schema: Schema): Tables {
  const database = openDatabase(url, schema)
  const { db } = database
  const commit = commits.get(db) ?? createGroupCommit(database)
  commits.set(db, commit)
  return {
    db,
    write: commit.write,
    read: (work) => readNow(database, work),
    async close() {
      await commit.settled()
      database.close()
    },
  }
}
