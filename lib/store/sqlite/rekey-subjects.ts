import { transact } from '#lib/sqlite/transact.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'
import type { StoredSubjectRow } from '#lib/store/sqlite/subject-row.ts'
import { KEYED } from '#lib/store/sqlite/subject-schema.ts'
import type { SubjectTables } from '#lib/store/sqlite/subject-tables.ts'
import { KEYS_VERSION } from '#lib/subjects/matching-keys.ts'

/** Subjects per transaction. Other writers wait a few milliseconds for so many. */
const BATCH = 200

/** Recomputes the matching keys of subjects whose keys an older version computed. */
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
