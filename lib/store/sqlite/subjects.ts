import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Opened } from '#lib/store/opened.ts'
import { type PlaceOptions, withoutAnchor } from '#lib/store/place-subjects.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { createOutbox } from '#lib/store/sqlite/outbox.ts'
import { openPlacer } from '#lib/store/sqlite/place-rows.ts'
import { rekeySubjects } from '#lib/store/sqlite/rekey-subjects.ts'
import { SUBJECT_OUTBOX, SUBJECT_SCHEMA } from '#lib/store/sqlite/subject-schema.ts'
import { createSubjectHistory } from '#lib/store/sqlite/subject-history.ts'
import { createSubjectSearch } from '#lib/store/sqlite/subject-search.ts'
import { createSubjectTables } from '#lib/store/sqlite/subject-tables.ts'
import { subjectOfRow } from '#lib/store/sqlite/subject-row.ts'
import { type ActiveLimit, LAST_CHARACTER, type OwnerTotal, type SubjectStore } from '#lib/store/subjects.ts'
import { beginsToCount, countsAsActive } from '#lib/subjects/counts-as-active.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/**
 * Opens searches and offers in the file behind `sqlite:<path>`, for their owner.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteSubjectStore(url: string, placing: PlaceOptions = {}): Opened<SubjectStore> {
  const tables = openTables(url, SUBJECT_SCHEMA)
  const { db, write, read } = tables
  const { place, close } = openPlacer(url, tables, placing)
  const subjects = createSubjectTables(tables)
  rekeySubjects(tables, subjects)
  const history = createSubjectHistory(tables)
  const search = createSubjectSearch(tables, place)
  const { keep, outbox } = createOutbox<OutgoingEvent>(tables, SUBJECT_OUTBOX)
  const othersQuery = db.query<{ count: number }, [string, string, number]>(
    `select count(*) as count from subjects
     where owner = ?1 and active = 1 and id <> ?2 and (valid_until is null or valid_until > ?3)`,
  )

  // Walks from owner to owner, and counts the subjects of those of the page only.
  const totalsQuery = db.query<OwnerTotal, [string, string, number]>(
    `with recursive owners (owner, left) as (
       select min(owner), ?3 from subjects where kind = ?1 and owner > ?2
       union all
       select (select min(owner) from subjects where kind = ?1 and owner > owners.owner), left - 1
       from owners where owners.owner is not null and left > 1)
     select owner,
       (select count(*) from subjects s where s.kind = ?1 and s.owner = owners.owner and s.active = 1) as active,
       (select count(*) from subjects s where s.kind = ?1 and s.owner = owners.owner) as "all"
     from owners where owner is not null`,
  )

  // Walks from word to word: how many subjects have one does not count.
  const wordsQuery = db.query<{ word: string }, [string, string, number]>(
    `with recursive words (word, left) as (
       select min(keyword), ?3 from subject_keywords where keyword >= ?1 and keyword < ?2
       union all
       select (select min(keyword) from subject_keywords where keyword > words.word and keyword < ?2), left - 1
       from words where words.word is not null and left > 1)
     select word from words where word is not null`,
  )

  function isFull({ owner, id }: Subject, { max, nowMs }: ActiveLimit): boolean {
    return (othersQuery.get(owner, id, nowMs)?.count ?? 0) >= max
  }

  return {
    create: (subject, unsent, { limit, entry } = {}) =>
      write(() => {
        if (limit && countsAsActive(subject, limit.nowMs) && isFull(subject, limit)) return 'full'
        if (!subjects.insert(subject)) return 'taken'
        if (entry) history.add(subject.id, entry)
        keep(unsent)
        return 'created'
      }),
    async find(id) {
      return read(() => {
        const row = subjects.row(id)
        return row && place([row]).map(withoutAnchor)[0]
      })
    },
    update: (subject, expectedVersion, unsent, { limit, entry } = {}) =>
      write(() => {
        const row = subjects.row(subject.id)
        if (row?.version !== expectedVersion) return 'stale'
        const stored = subjectOfRow(row)
        if (limit && beginsToCount(stored, subject, limit.nowMs) && isFull(subject, limit)) return 'full'
        subjects.replace(row, subject)
        if (entry) history.add(subject.id, entry)
        keep(unsent)
        return 'updated'
      }),
    remove: (id, expectedVersion, unsent) =>
      write(() => {
        const stored = subjects.row(id)
        if (stored?.version !== expectedVersion) return false
        subjects.erase(stored)
        history.erase(id)
        keep(unsent)
        return true
      }),
    async list(query) {
      // Reads one more than requested, to know whether another page follows.
      const found = search({ ...query, limit: query.limit + 1 }).map(withoutAnchor)
      const items = found.slice(0, query.limit)
      return found.length > items.length ? { items, next: items.at(-1)?.id } : { items }
    },
    async history(id) {
      return read(() => history.of(id))
    },
    async totals(kind, { cursor = '', limit }) {
      const found = read(() => totalsQuery.all(kind, cursor, limit + 1))
      const items = found.slice(0, limit)
      return found.length > items.length ? { items, next: items.at(-1)?.owner } : { items }
    },
    async words(prefix, limit) {
      return read(() => wordsQuery.all(prefix, prefix + LAST_CHARACTER, limit)).map(({ word }) => word)
    },
    ...outbox,
    close,
  }
}
