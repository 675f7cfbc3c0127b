import type { Opened } from '#lib/store/opened.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { counterpartRoles } from '#lib/store/subject-role.ts'
import { rekeySubjects } from '#lib/store/sqlite/rekey-subjects.ts'
import { SUBJECT_SCHEMA } from '#lib/store/sqlite/subject-schema.ts'
import { createSubjectSearch } from '#lib/store/sqlite/subject-search.ts'
import { type SubjectRow, subjectOfRow } from '#lib/store/sqlite/subject-row.ts'
import { createSubjectTables } from '#lib/store/sqlite/subject-tables.ts'
import type { SubjectIndex } from '#lib/store/subjects.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'

/**
 * Opens the view of searches and offers that apps/matching uses, in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteSubjectIndex(url: string): Opened<SubjectIndex> {
  const tables = openTables(url, SUBJECT_SCHEMA)
  const { db, write, read, close } = tables
  const subjects = createSubjectTables(tables)
  rekeySubjects(tables, subjects)
  const search = createSubjectSearch(tables)
  const allQuery = db.query<SubjectRow, [string]>(
    'select * from subjects where id in (select value from json_each(?))',
  )
  const turningQuery = db.query<{ id: string }, [number, number, string, number]>(
    `select id from (
       select id from subjects where valid_from > ?1 and valid_from <= ?2 and id > ?3
       union select id from subjects where valid_until > ?1 and valid_until <= ?2 and id > ?3)
     order by id limit ?4`,
  )
  const followersQuery = db.query<SubjectRow, [string]>('select * from subjects where device = ? order by id')

  return {
    async find(id) {
      const row = read(() => subjects.row(id))
      return row && subjectOfRow(row)
    },
    async findAll(ids) {
      return read(() => allQuery.all(JSON.stringify(ids))).map(subjectOfRow)
    },
    async turning({ afterMs, untilMs, limit, cursor = '' }) {
      return read(() => turningQuery.all(afterMs, untilMs, cursor, limit)).map(({ id }) => id)
    },
    async followers(device) {
      return read(() => followersQuery.all(device)).map(subjectOfRow)
    },
    move: (id, device, at, timeMs) => write(() => subjects.move(id, device, at, timeMs)),
    async candidates(subject, { limit, cursor }) {
      if (subject.at === undefined) return []
      return search({
        near: { centre: subject.at, radiusMeters: subject.radiusMeters },
        keywords: matchingKeys(subject),
        notOwner: subject.owner,
        roles: counterpartRoles(subject),
        active: true,
        cursor,
        limit,
      })
    },
    close,
  }
}
