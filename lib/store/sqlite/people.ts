import { getMigrations } from 'better-auth/db/migration'
import { toStartError, toUnavailable } from '#lib/sqlite/database-error.ts'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { transact } from '#lib/sqlite/transact.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { PeopleDatabase } from '#lib/store/people.ts'
import { peopleFileUrl } from '#lib/store/sqlite/people-file.ts'

const ROUNDS_MAX = 3

/**
 * Opens the file `accounts.db` beside the one behind `sqlite:<path>`: the sign-in library runs transactions of its own,
 * which must not meet those of the stores on one connection.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqlitePeopleDatabase(url: string): Opened<PeopleDatabase> {
  const { db, path, close } = openDatabase(peopleFileUrl(url), { name: 'accounts', steps: [] })

  return {
    database: db,
    async migrate(options) {
      for (let round = 1; ; round += 1) {
        const { toBeCreated, toBeAdded, toBeAddedIndexes, compileMigrations } = await getMigrations(options)
        if (toBeCreated.length + toBeAdded.length + toBeAddedIndexes.length === 0) return
        const sql = await compileMigrations()
        try {
          // In one transaction. The library alone would leave a partial migration after a crash.
          transact(db, () => db.run(sql))
        } catch (error) {
          // Another process may have migrated since the plan was computed.
          if (round === ROUNDS_MAX) throw toStartError(error, path)
        }
      }
    },
    async use(work) {
      try {
        return await work()
      } catch (error) {
        throw toUnavailable(error, path)
      }
    },
    async close() {
      close()
    },
  }
}
