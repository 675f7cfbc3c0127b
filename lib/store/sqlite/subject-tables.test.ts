import { expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { openSqliteSubjectStore } from '#lib/store/sqlite/subjects.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { SUBJECT_SCHEMA } from '#lib/store/sqlite/subject-schema.ts'
import type { HistoryEntry } from '#lib/store/subjects.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

test('subjects that were removed leave nothing in any table', async () => {
  const url = `sqlite:${temporaryFolder()}/store.db`
  const store = openSqliteSubjectStore(url)
  const tables = openTables(url, SUBJECT_SCHEMA)
  const count = (table: string): unknown =>
    tables.db.query<{ count: number }, []>(`select count(*) as count from ${table}`).get()?.count
  const names = [
    'subjects',
    'subject_keywords',
    'subject_points',
    'subject_unsent',
    'subject_terms',
    'subject_history',
  ]
  const [moved, placeless] = [aSearch({ keywords: ['bike', 'red'] }), anOffer({ at: undefined })]
  const entry: HistoryEntry = { at: 1, by: { role: 'person', name: 'anna' }, action: 'create', fields: [] }
  await store.create(moved, [], { entry })
  await store.create(placeless, [], { entry })
  expect(names.map(count)).toEqual([2, 3, 1, 0, 9, 2])
  await store.update({ ...moved, keywords: ['car'], at: undefined, version: 2 }, 1, [])
  expect(names.map(count)).toEqual([2, 2, 0, 0, 9, 2])
  await store.update({ ...placeless, at: { lat: 1, lng: 2 }, version: 2 }, 1, [])
  for (const { id } of [moved, placeless]) await store.remove(id, 2, [])
  expect(names.map(count)).toEqual([0, 0, 0, 0, 0, 0])
  await store.close()
  await tables.close()
})
