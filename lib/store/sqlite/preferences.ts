import type { Schema } from '#lib/sqlite/open-database.ts'
import type { Opened } from '#lib/store/opened.ts'
import { DEFAULT_PREFERENCES, type Preferences, type PreferenceStore } from '#lib/store/preferences.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const PREFERENCE_SCHEMA: Schema = {
  name: 'preferences',
  steps: [
    `create table preferences (person text primary key, version integer not null, preferences text not null)
       strict, without rowid`,
  ],
}

/**
 * Opens the preferences of people in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqlitePreferenceStore(url: string): Opened<PreferenceStore> {
  const { db, write, read, close } = openTables(url, PREFERENCE_SCHEMA)
  const findQuery = db.query<{ version: number; preferences: string }, [string]>(
    'select version, preferences from preferences where person = ?',
  )
  const findAllQuery = db.query<{ person: string; preferences: string }, [string]>(
    'select person, preferences from preferences where person in (select value from json_each(?))',
  )
  const insert = db.query('insert or ignore into preferences (person, version, preferences) values (?, 1, ?)')
  const update = db.query(
    'update preferences set version = version + 1, preferences = ?2 where person = ?1 and version = ?3',
  )
  const remove = db.query('delete from preferences where person = ?')

  return {
    async find(person) {
      const row = read(() => findQuery.get(person))
      if (row === null) return { preferences: DEFAULT_PREFERENCES, version: 0 }
      return { preferences: parse(row.preferences), version: row.version }
    },
    async findAll(people) {
      const rows = read(() => findAllQuery.all(JSON.stringify(people)))
      return new Map(rows.map(({ person, preferences }) => [person, parse(preferences)]))
    },
    replace: (person, preferences, expectedVersion) =>
      write(() => {
        const text = JSON.stringify(preferences)
        const { changes } =
          expectedVersion === 0 ? insert.run(person, text) : update.run(person, text, expectedVersion)
        return changes > 0
      }),
    async removeOf(person) {
      await write(() => remove.run(person))
    },
    close,
  }
}

function parse(text: string): Preferences {
  const preferences: Preferences = JSON.parse(text)
  return preferences
}
