import type { Point } from '#lib/geo/point.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'
import {
  keysOfRow,
  rowOfSubject,
  type StoredSubjectRow,
  subjectOfRow,
} from '#lib/store/sqlite/subject-row.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** The statements for single searches and offers. Call those that write inside a transaction. */
export interface SubjectTables {
  row(id: string): StoredSubjectRow | undefined
  /** Adds a subject; false when its id is taken. */
  insert(subject: Subject): boolean
  replace(stored: StoredSubjectRow, subject: Subject): void
  /** Recomputes the matching keys of a row; this is not an edit. */
  rekey(stored: StoredSubjectRow): void
  erase(stored: StoredSubjectRow): void
  /** Sets the place of a follower whose position is older; see `SubjectIndex.move()`. */
  move(id: string, device: string, at: Point, timeMs: number): boolean
}

/** Prepares the statements of searches and offers. */
export function createSubjectTables({ db }: Tables): SubjectTables {
  const rowQuery = db.query<StoredSubjectRow, [string]>('select * from subjects where id = ?')
  const insertRow = db.query<{ row: number }, [Record<string, string | number | null>]>(
    `insert into subjects (id, kind, role, owner, active, device, lat, lng, position_time, valid_from, valid_until,
       version, document)
     values ($id, $kind, $role, $owner, $active, $device, $lat, $lng, $position_time, $valid_from, $valid_until,
       $version, $document)
     on conflict do nothing returning row`,
  )
  const updateRow = db.query(
    `update subjects set kind = $kind, role = $role, owner = $owner, active = $active, device = $device, lat = $lat,
       lng = $lng, position_time = $position_time, valid_from = $valid_from, valid_until = $valid_until,
       version = $version, document = $document where id = $id`,
  )
  const moveRow = db.query<{ row: number }, [number, number, number, string, string]>(
    `update subjects set lat = ?1, lng = ?2, position_time = ?3
     where id = ?4 and device = ?5 and (position_time is null or position_time < ?3) returning row`,
  )
  const deleteRow = db.query('delete from subjects where row = ?')
  const addKeyword = db.query('insert or ignore into subject_keywords values (?, ?)')
  const deleteKeywords = db.query(
    'delete from subject_keywords where keyword in (select value from json_each(?)) and subject = ?',
  )
  const setPoint = db.query('insert or replace into subject_points values (?1, ?2, ?2, ?3, ?3)')
  const setDocument = db.query('update subjects set document = ? where row = ?')
  const deletePoint = db.query('delete from subject_points where row = ?')

  function place(row: number, at: Point | undefined): void {
    if (at === undefined) deletePoint.run(row)
    else setPoint.run(row, at.lat, at.lng)
  }

  function forgetKeywords(stored: StoredSubjectRow): void {
    deleteKeywords.run(JSON.stringify(keysOfRow(stored)), stored.id)
  }

  function addKeywords(subject: Subject): void {
    for (const key of matchingKeys(subject)) addKeyword.run(key, subject.id)
  }

  return {
    row: (id) => rowQuery.get(id) ?? undefined,
    insert(subject) {
      const inserted = insertRow.get({ ...rowOfSubject(subject) })
      if (inserted === null) return false
      addKeywords(subject)
      place(inserted.row, subject.at)
      return true
    },
    replace(stored, subject) {
      forgetKeywords(stored)
      updateRow.run({ ...rowOfSubject(subject) })
      addKeywords(subject)
      place(stored.row, subject.at)
    },
    rekey(stored) {
      const subject = subjectOfRow(stored)
      forgetKeywords(stored)
      setDocument.run(rowOfSubject(subject).document, stored.row)
      addKeywords(subject)
    },
    erase(stored) {
      forgetKeywords(stored)
      deletePoint.run(stored.row)
      deleteRow.run(stored.row)
    },
    move(id, device, at, timeMs) {
      const moved = moveRow.get(at.lat, at.lng, timeMs, id, device)
      if (moved !== null) place(moved.row, at)
      return moved !== null
    },
  }
}
