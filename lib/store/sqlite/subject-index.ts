import type { Opened } from '#lib/store/opened.ts'
import type { PlaceOptions } from '#lib/store/place-subjects.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { openPlacer } from '#lib/store/sqlite/place-rows.ts'
import { counterpartRoles } from '#lib/store/subject-role.ts'
import { rekeySubjects } from '#lib/store/sqlite/rekey-subjects.ts'
import { SUBJECT_SCHEMA } from '#lib/store/sqlite/subject-schema.ts'
import { createSubjectSearch } from '#lib/store/sqlite/subject-search.ts'
import type { SubjectRow } from '#lib/store/sqlite/subject-row.ts'
import { createSubjectTables } from '#lib/store/sqlite/subject-tables.ts'
import type { Candidates, IndexedSubject, Seeker, SubjectIndex } from '#lib/store/subjects.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'

/**
 * Opens the view of searches and offers that apps/matching uses, in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteSubjectIndex(url: string, placing: PlaceOptions = {}): Opened<SubjectIndex> {
  const tables = openTables(url, SUBJECT_SCHEMA)
  const { db, write, read } = tables
  const { place, close } = openPlacer(url, tables, placing)
  const subjects = createSubjectTables(tables)
  rekeySubjects(tables, subjects)
  const search = createSubjectSearch(tables, place)
  const allQuery = db.query<SubjectRow, [string, string, string]>(
    `select * from subjects where id in (select value from json_each(?1))
     union select * from subjects where device in (select value from json_each(?2))
     union select * from subjects where owner in (select value from json_each(?3)) and active = 1`,
  )
  const turningQuery = db.query<{ id: string }, [number, number, string, number]>(
    `select id from (
       select id from subjects where valid_from > ?1 and valid_from <= ?2 and id > ?3
       union select id from subjects where valid_until > ?1 and valid_until <= ?2 and id > ?3)
     order by id limit ?4`,
  )

  const offersQuery = db.query<{ id: string }, [string, string, number]>(
    `select id from subjects where owner = ?1 and id < ?2 and +kind = 'offer' order by id desc limit ?3`,
  )

  function candidatesOf({ subject, cursor }: Seeker, limit: number): IndexedSubject[] {
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
  }

  return {
    async findAll({ ids = [], devices = [], activeOf = [] }) {
      const [some, followed, people] = [ids, devices, activeOf].map((each) => JSON.stringify(each))
      return read(() => place(allQuery.all(some ?? '', followed ?? '', people ?? '')))
    },
    async offersOf(owner, { cursor, limit }) {
      return read(() => offersQuery.all(owner, cursor, limit)).map(({ id }) => id)
    },
    async turning({ afterMs, untilMs, limit, cursor = '' }) {
      return read(() => turningQuery.all(afterMs, untilMs, cursor, limit)).map(({ id }) => id)
    },
    async anchor(moved) {
      if (moved.length === 0) return
      await write(() => {
        for (const subject of moved) subjects.anchor(subject)
      })
    },
    async candidates(seekers, limit): Promise<Candidates> {
      const found = new Map<string, IndexedSubject>()
      const more: Candidates['more'][number][] = []
      for (const seeker of seekers) {
        const page = candidatesOf(seeker, limit)
        for (const each of page) found.set(each.id, each)
        const last = page.length < limit ? undefined : page.at(-1)?.id
        if (last !== undefined) more.push({ subject: seeker.subject.id, cursor: last })
      }
      return { found: [...found.values()], more }
    },
    close,
  }
}
