import { Database } from 'bun:sqlite'
import { toStartError } from '#lib/sqlite/database-error.ts'
import { createGroupCommit, type GroupCommit } from '#lib/sqlite/group-commit.ts'
import { openDatabase, type Schema } from '#lib/sqlite/open-database.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { StoreProbe } from '#lib/store/probe.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { peopleFileUrl } from '#lib/store/sqlite/people-file.ts'

// Made by the first check: a file that cannot be written is no reason not to start, but not to be ready.
const NO_SCHEMA: Schema = { name: 'probe', steps: [] }

/**
 * Opens the probe of the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteStoreProbe(url: string): Opened<StoreProbe> {
  const { db, write, close } = openTables(url, NO_SCHEMA)
  return { check: () => writePage(db, write), close }
}

/**
 * Opens the probe of the file with people and sessions beside it, on a connection of its own: the sign-in library runs
 * transactions on that of the others.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqlitePeopleProbe(url: string): Opened<StoreProbe> {
  // Makes the file as everybody else does.
  const shared = openDatabase(peopleFileUrl(url), NO_SCHEMA)
  const { path } = shared
  try {
    const db = new Database(path, { readwrite: true })
    const { write, settled } = createGroupCommit({ ...shared, db })
    return {
      check: () => writePage(db, write),
      async close() {
        await settled()
        db.close()
        shared.close()
      },
    }
  } catch (error) {
    shared.close()
    throw toStartError(error, path)
  }
}

function writePage(db: Database, write: GroupCommit['write']): Promise<void> {
  return write(() => {
    db.run('create table if not exists store_probe (page blob) strict')
    // Larger than a page, so that a full disk is detected.
    db.run('insert into store_probe values (zeroblob(8192))')
    db.run('delete from store_probe')
  })
}
