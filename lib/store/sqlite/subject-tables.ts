import type { Point } from '#lib/geo/point.ts'
import { listCells } from '#lib/store/list-cells.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'
import {
  keysOfRow,
  rowOfSubject,
  type StoredSubjectRow,
  type SubjectRow,
  subjectOfRow,
} from '#lib/store/sqlite/subject-row.ts'
import type { IndexedSubject } from '#lib/store/subjects.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** The statements for single searches and offers. Call those that write inside a transaction. */
export interface SubjectTables {
  row(id: string): StoredSubjectRow | undefined
  /** Adds a subject; false when its id is taken. */
  insert(subject: Subject): boolean
  /** Replaces a subject. While it follows the same device, its anchor stays. */
  replace(stored: StoredSubjectRow, subject: Subject): void
  /** Recomputes the matching keys and the terms of a row; this is not an edit. */
  rekey(stored: StoredSubjectRow): void
  erase(stored: StoredSubjectRow): void
  /** Sets the anchor of a subject that is as it was read, see `SubjectIndex.anchor()`. */
  anchor(subject: IndexedSubject): void
}

/** A subject whose anchor is stored. */
type Placed = Pick<StoredSubjectRow, 'row' | 'id' | 'kind'>

/** Prepares the statements of searches and offers. */
export function createSubjectTables({ db }: Tables): SubjectTables {
  const rowQuery = db.query<StoredSubjectRow, [string]>('select * from subjects where id = ?')
  const insertRow = db.query<{ row: number }, [Record<string, string | number | null>]>(
    `insert into subjects (id, kind, role, owner, active, hidden, device, lat, lng, valid_from, valid_until,
       version, terms, document)
     values ($id, $kind, $role, $owner, $active, $hidden, $device, $lat, $lng, $valid_from, $valid_until,
       $version, $terms, $document)
     on conflict do nothing returning row`,
  )
  const updateRow = db.query(
    `update subjects set kind = $kind, role = $role, owner = $owner, active = $active, hidden = $hidden, device = $device,
       lat = $lat, lng = $lng, valid_from = $valid_from, valid_until = $valid_until,
       version = $version, terms = $terms, document = $document where id = $id`,
  )
  const anchorRow = db.query<
    { row: number },
    [number | null, number | null, string, number, number | null, number | null]
  >(
    `update subjects set lat = ?1, lng = ?2 where id = ?3 and version = ?4 and lat is ?5 and lng is ?6 returning row`,
  )
  const deleteRow = db.query('delete from subjects where row = ?')
  const addKeyword = db.query('insert or ignore into subject_keywords values (?, ?)')
  const deleteKeywords = db.query(
    'delete from subject_keywords where keyword in (select value from json_each(?)) and subject = ?',
  )
  const addTerms = db.query('insert into subject_terms select value, ?2 from json_each(?1)')
  const deleteTerms = db.query(
    'delete from subject_terms where term in (select value from json_each(?)) and subject = ?',
  )
  const setPoint = db.query('insert or replace into subject_points values (?1, ?2, ?2, ?3, ?3)')
  const addCell = db.query('insert or ignore into subject_cells values (?, ?)')
  const deleteCell = db.query('delete from subject_cells where cell = ? and subject = ?')
  const setKeys = db.query('update subjects set document = ?, terms = ? where row = ?')
  const deletePoint = db.query('delete from subject_points where row = ?')

  /** Sets the anchor by which lists and candidates find a subject. */
  function place({ row, id, kind }: Placed, before: Point | undefined, at: Point | undefined): void {
    if (at === undefined) deletePoint.run(row)
    else setPoint.run(row, at.lat, at.lng)
    const cells = listCells(kind, at)
    for (const cell of listCells(kind, before)) if (!cells.includes(cell)) deleteCell.run(cell, id)
    for (const cell of cells) addCell.run(cell, id)
  }

  function forgetWords(stored: StoredSubjectRow): void {
    deleteKeywords.run(JSON.stringify(keysOfRow(stored)), stored.id)
    deleteTerms.run(stored.terms, stored.id)
  }

  function addWords(subject: Subject, { terms }: SubjectRow): void {
    for (const key of matchingKeys(subject)) addKeyword.run(key, subject.id)
    addTerms.run(terms, subject.id)
  }

  return {
    row: (id) => rowQuery.get(id) ?? undefined,
    insert(subject) {
      const row = rowOfSubject(subject)
      const inserted = insertRow.get({ ...row })
      if (inserted === null) return false
      addWords(subject, row)
      const at = subject.device === undefined ? subject.at : undefined
      place({ ...subject, row: inserted.row }, undefined, at)
      return true
    },
    replace(stored, subject) {
      const { device, anchor } = subjectOfRow(stored)
      const kept = device === subject.device ? anchor : undefined
      const row = rowOfSubject(subject, kept)
      forgetWords(stored)
      updateRow.run({ ...row })
      addWords(subject, row)
      place(stored, anchor, subject.device === undefined ? subject.at : kept)
    },
    rekey(stored) {
      const subject = subjectOfRow(stored)
      const row = rowOfSubject(subject)
      forgetWords(stored)
      setKeys.run(row.document, row.terms, stored.row)
      addWords(subject, row)
      place(stored, undefined, subject.anchor)
    },
    erase(stored) {
      forgetWords(stored)
      place(stored, subjectOfRow(stored).anchor, undefined)
      deleteRow.run(stored.row)
    },
    anchor({ id, kind, version, anchor, at }) {
      const seen = [anchor?.lat ?? null, anchor?.lng ?? null] as const
      const anchored = anchorRow.get(at?.lat ?? null, at?.lng ?? null, id, version, ...seen)
      if (anchored !== null) place({ row: anchored.row, id, kind }, anchor, at)
    },
  }
}
