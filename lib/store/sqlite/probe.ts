import type { Schema } from '#lib/sqlite/open-database.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { StoreProbe } from '#lib/store/probe.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

// Made by the first check: a file that cannot be written is no reason not to start, but not to be ready.
const NO_SCHEMA: Schema = { name: 'probe', steps: [] }

/**
 * Opens the probe of the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteStoreProbe(url: string): Opened<StoreProbe> {
  const { db, write, close } = openTables(url, NO_SCHEMA)
  return {
    check: () =>
      write(() => {
        db.run('create table if not exists store_probe (page blob) strict')
        // A page of its own, so that a full disk shows.
        db.run('insert into store_probe values (zeroblob(8192))')
        db.run('delete from store_probe')
      }),
    close,
  }
}
