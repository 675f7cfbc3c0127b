import { listCells } from '#lib/store/list-cells.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'
import { rowOfSubject } from '#lib/store/sqlite/subject-row.ts'
import type { BulkItem } from '#lib/store/bulks.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'

/** The statements that write many new offers. Call them inside a transaction. */
export interface BulkRows {
  /** Adds fixed offers whose ids are free. */
  insertAll(number: number, items: readonly BulkItem[]): void
}

/** A word or a cell, and the subject that has it. */
type Word = readonly [word: string, subject: string]

/**
 * Prepares the statements. The words of all offers are written sorted: those of a batch lie close together then, so that few pages of a
 * large index change.
 */
export function createBulkRows({ db }: Tables): BulkRows {
  const insertRow = db.query<{ row: number }, [Record<string, string | number | null>]>(
    `insert into subjects (id, kind, role, owner, active, hidden, device, lat, lng, valid_from, valid_until,
       version, terms, document, bulk_number, bulk_line)
     values ($id, $kind, $role, $owner, $active, $hidden, $device, $lat, $lng, $valid_from, $valid_until,
       $version, $terms, $document, $number, $line) returning row`,
  )
  const addPoint = db.query('insert into subject_points values (?1, ?2, ?2, ?3, ?3)')
  const addHistory = db.query('insert into subject_history values (?, 1, ?)')
  // One statement for each word costs less than one for all of them: JSON would have to be read.
  const addKeyword = db.query('insert or ignore into subject_keywords values (?, ?)')
  const addCell = db.query('insert into subject_cells values (?, ?)')
  const addTerm = db.query('insert or ignore into subject_terms values (?, ?)')

  return {
    insertAll(number, items) {
      const keywords: Word[] = []
      const terms: Word[] = []
      const cells: Word[] = []
      for (const { subject, line, entry } of items) {
        const { id, kind, at } = subject
        const row = rowOfSubject(subject)
        const inserted = insertRow.get({ ...row, number, line })
        if (inserted !== null && at !== undefined) addPoint.run(inserted.row, at.lat, at.lng)
        for (const cell of listCells(kind, at)) cells.push([cell, id])
        addHistory.run(id, JSON.stringify(entry))
        for (const key of matchingKeys(subject)) keywords.push([key, id])
        const own: string[] = JSON.parse(row.terms)
        for (const term of own) terms.push([term, id])
      }
      for (const word of keywords.sort(byWord)) addKeyword.run(...word)
      for (const word of terms.sort(byWord)) addTerm.run(...word)
      for (const cell of cells.sort(byWord)) addCell.run(...cell)
    },
  }
}

function byWord([a, one]: Word, [b, other]: Word): number {
  return a < b ? -1 : a > b ? 1 : one < other ? -1 : 1
}
