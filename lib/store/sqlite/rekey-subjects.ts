import { transact } from '#lib/sqlite/transact.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'
import type { StoredSubjectRow } from '#lib/store/sqlite/subject-row.ts'
import { KEYED } from '#lib/store/sqlite/subject-schema.ts'
import type { SubjectTables } from '#lib/store/sqlite/subject-tables.ts'
import { KEYS_VERSION } from '#lib/subjects/matching-keys.ts'

/** So many in one transaction keep other writers waiting for no more than some milliseconds. */
const BATCH = 200

/** Writes the keys anew of subjects whose keys an older version made. */
export function rekeySubjects({ db }: Tables, subjects: SubjectTables): void {
  const staleQuery = db.query<StoredSubjectRow, [number, number]>(
    `select * from subjects where ${KEYED} is null or ${KEYED} < ?1 limit ?2`,
  )
  let count: number
  do {
    count = transact(db, () => {
      const stale = staleQuery.all(KEYS_VERSION, BATCH)
      for (const row of stale) subjects.rekey(row)
      return stale.length
    })
  } while (count === BATCH)
}
