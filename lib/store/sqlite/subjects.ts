import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Opened } from '#lib/store/opened.ts'
import { POSITION_VALID_MS, withoutAnchor } from '#lib/store/place-subjects.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { createOutbox } from '#lib/store/sqlite/outbox.ts'
import { openPlacer } from '#lib/store/sqlite/place-rows.ts'
import { rekeySubjects } from '#lib/store/sqlite/rekey-subjects.ts'
import { SUBJECT_OUTBOX, SUBJECT_SCHEMA } from '#lib/store/sqlite/subject-schema.ts'
import { createSubjectSearch } from '#lib/store/sqlite/subject-search.ts'
import { createSubjectTables } from '#lib/store/sqlite/subject-tables.ts'
import { subjectOfRow } from '#lib/store/sqlite/subject-row.ts'
import type { ActiveLimit, SubjectStore } from '#lib/store/subjects.ts'
import { beginsToCount, countsAsActive } from '#lib/subjects/counts-as-active.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/**
 * Opens searches and offers in the file behind `sqlite:<path>`, for their owner.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteSubjectStore(
  url: string,
  positionValidMs = POSITION_VALID_MS,
): Opened<SubjectStore> {
  const tables = openTables(url, SUBJECT_SCHEMA)
  const { db, write, read } = tables
  const { place, close } = openPlacer(url, tables, positionValidMs)
  const subjects = createSubjectTables(tables)
  rekeySubjects(tables, subjects)
  const search = createSubjectSearch(tables, place)
  const { keep, outbox } = createOutbox<OutgoingEvent>(tables, SUBJECT_OUTBOX)
  const othersQuery = db.query<{ count: number }, [string, string, number]>(
    `select count(*) as count from subjects
     where owner = ?1 and active = 1 and id <> ?2 and (valid_until is null or valid_until > ?3)`,
  )

  function isFull({ owner, id }: Subject, { max, nowMs }: ActiveLimit): boolean {
    return (othersQuery.get(owner, id, nowMs)?.count ?? 0) >= max
  }

  return {
    create: (subject, unsent, limit) =>
      write(() => {
        if (limit && countsAsActive(subject, limit.nowMs) && isFull(subject, limit)) return 'full'
        if (!subjects.insert(subject)) return 'taken'
        keep(unsent)
        return 'created'
      }),
    async find(id) {
      return read(() => {
        const row = subjects.row(id)
        return row && place([row]).map(withoutAnchor)[0]
      })
    },
    update: (subject, expectedVersion, unsent, limit) =>
      write(() => {
        const row = subjects.row(subject.id)
        if (row?.version !== expectedVersion) return 'stale'
        const stored = subjectOfRow(row)
        if (limit && beginsToCount(stored, subject, limit.nowMs) && isFull(subject, limit)) return 'full'
        subjects.replace(row, subject)
        keep(unsent)
        return 'updated'
      }),
    remove: (id, expectedVersion, unsent) =>
      write(() => {
        const stored = subjects.row(id)
        if (stored?.version !== expectedVersion) return false
        subjects.erase(stored)
        keep(unsent)
        return true
      }),
    async list(query) {
      // Reads one more than requested, to know whether another page follows.
      const found = search({ ...query, limit: query.limit + 1 }).map(withoutAnchor)
      const items = found.slice(0, query.limit)
      return found.length > items.length ? { items, next: items.at(-1)?.id } : { items }
    },
    ...outbox,
    close,
  }
}
