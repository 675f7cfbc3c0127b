import type { Schema } from '#lib/sqlite/open-database.ts'
import type { ForbiddenList, ForbiddenStore } from '#lib/store/forbidden.ts'
import type { Opened } from '#lib/store/opened.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const FORBIDDEN_SCHEMA: Schema = {
  name: 'forbidden',
  steps: [
    `create table forbidden (
       id integer primary key check (id = 1), version integer not null, entries text not null) strict;
     insert into forbidden (id, version, entries) values (1, 0, '[]')`,
  ],
}

/**
 * Opens the list of forbidden words in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteForbiddenStore(url: string): Opened<ForbiddenStore> {
  const { db, write, read, close } = openTables(url, FORBIDDEN_SCHEMA)
  const readQuery = db.query<{ version: number; entries: string }, []>(
    'select version, entries from forbidden where id = 1',
  )
  const replace = db.query(
    'update forbidden set version = ?1 + 1, entries = ?2 where id = 1 and version = ?1',
  )

  return {
    async read() {
      const row = read(() => readQuery.get())
      const entries: ForbiddenList['entries'] = JSON.parse(row?.entries ?? '[]')
      return { entries, version: row?.version ?? 0 }
    },
    replace: (entries, expectedVersion) =>
      write(() => replace.run(expectedVersion, JSON.stringify(entries)).changes > 0),
    close,
  }
}
