import type { Tables } from '#lib/store/sqlite/open-tables.ts'
import { HISTORY_MAX, type HistoryEntry } from '#lib/store/subjects.ts'

/** The history of subjects. Call what writes inside a transaction. */
export interface SubjectHistory {
  /** Adds an entry, and forgets the oldest beyond `HISTORY_MAX`. */
  add(subject: string, entry: HistoryEntry): void
  /** Newest first. */
  of(subject: string): HistoryEntry[]
  erase(subject: string): void
}

/** Prepares the statements of the history of subjects. */
export function createSubjectHistory({ db }: Tables): SubjectHistory {
  const lastQuery = db.query<{ number: number }, [string]>(
    'select number from subject_history where subject = ? order by number desc limit 1',
  )
  const addEntry = db.query('insert into subject_history values (?, ?, ?)')
  const forgetUntil = db.query('delete from subject_history where subject = ? and number <= ?')
  const entriesQuery = db.query<{ entry: string }, [string]>(
    'select entry from subject_history where subject = ? order by number desc',
  )
  const eraseEntries = db.query('delete from subject_history where subject = ?')

  return {
    add(subject, entry) {
      const number = (lastQuery.get(subject)?.number ?? 0) + 1
      addEntry.run(subject, number, JSON.stringify(entry))
      forgetUntil.run(subject, number - HISTORY_MAX)
    },
    of: (subject) => entriesQuery.all(subject).map(({ entry }): HistoryEntry => JSON.parse(entry)),
    erase(subject) {
      eraseEntries.run(subject)
    },
  }
}
