import { expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { openDatabase, type SharedDatabase } from '#lib/sqlite/open-database.ts'
import { candidatesOf } from '#lib/store/contract/candidates-of.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { openSubjectIndex, openSubjectStore } from '#lib/store/open.ts'
import { rowOfSubject } from '#lib/store/sqlite/subject-row.ts'
import { SUBJECT_SCHEMA } from '#lib/store/sqlite/subject-schema.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

/** Writes a subject as the version before did: its keywords, folded, were its keys. */
function writeOldRow({ db }: SharedDatabase, subject: Subject): void {
  const { document: _, ...row } = rowOfSubject(subject)
  const { wants, title, text, keywords, radiusMeters, place, showLocation, allowContacts, images } = subject
  const { trusted, ext, created, modified } = subject
  const shown = { wants, title, text, keywords, radiusMeters, place, showLocation, allowContacts, images }
  const document = { ...shown, trusted, ext, created, modified }
  db.query(
    `insert into subjects (id, kind, role, owner, active, device, lat, lng, position_time, valid_from, valid_until, version, document)
     values ($id, $kind, $role, $owner, $active, $device, $lat, $lng, $position_time, $valid_from, $valid_until, $version, $document)`,
  ).run({ ...row, position_time: null, document: JSON.stringify(document) })
  db.query(
    `insert into subject_points select row, lat, lat, lng, lng from subjects where id = ? and lat is not null`,
  ).run(subject.id)
  for (const keyword of keywords)
    db.query('insert into subject_keywords values (?, ?)').run(keyword, subject.id)
}

const keysIn = ({ db }: SharedDatabase, id: string) =>
  db
    .query<{ keyword: string }, [string]>('select keyword from subject_keywords where subject = ? order by 1')
    .all(id)
    .map(({ keyword }) => keyword)

test('subjects that an older version wrote meet by forms of words after an upgrade, and are no edit', async () => {
  const url = `sqlite:${temporaryFolder()}/store.db`
  const old = openDatabase(url, { ...SUBJECT_SCHEMA, steps: SUBJECT_SCHEMA.steps.slice(0, 1) })
  const offer = anOffer({ id: 'old', keywords: ['fahrrader', 'łodz'], at: undefined })
  const many = Array.from({ length: 450 }, (_, place) =>
    anOffer({ id: `many ${place}`, keywords: ['tische'] }),
  )
  for (const subject of [offer, ...many]) writeOldRow(old, subject)
  old.close()

  const store = await openForTest(openSubjectStore, url)
  const database = openDatabase(url, SUBJECT_SCHEMA)
  expect(keysIn(database, 'old')).toEqual(['fahrrad', 'fahrrader', 'lodz'])
  expect(await store.find('old')).toEqual(offer)
  const index = await openForTest(openSubjectIndex, url)
  const search = aSearch({ keywords: ['Tisch'] })
  expect(await candidatesOf(index, search)).toHaveLength(450)
  expect((await store.list({ keywords: ['lodz'], limit: 9 })).items).toEqual([offer])
  database.close()
})

test('a row that an older process edits has the keywords that it wrote, though it carries on the words of before', async () => {
  const url = `sqlite:${temporaryFolder()}/store.db`
  const database = openDatabase(url, SUBJECT_SCHEMA)
  const store = await openForTest(openSubjectStore, url)
  const offer = anOffer({ id: 'edited', keywords: ['Tische'] })
  await store.create(offer, [])
  expect(await store.find('edited')).toEqual(offer)
  database.db.run(`update subjects set document = json_set(document, '$.keywords', json('["stuhle"]'))`)
  expect(await store.find('edited')).toEqual({ ...offer, keywords: ['stuhle'] })
  database.close()
})

test('a row that an older process writes beside a newer one is found by its words, and has all keys after the next start', async () => {
  const url = `sqlite:${temporaryFolder()}/store.db`
  const database = openDatabase(url, SUBJECT_SCHEMA)
  const first = await openSubjectStore(url)
  const offer = anOffer({ id: 'beside', keywords: ['tische'] })
  writeOldRow(database, offer)
  expect(await first.find('beside')).toEqual(offer)
  expect((await first.list({ keywords: ['tische'], limit: 9 })).items).toEqual([offer])
  expect(await first.update({ ...offer, keywords: ['Stühle'], version: 2 }, 1, [])).toBe('updated')
  expect(keysIn(database, 'beside')).toEqual(['stuhl', 'stuhle'])
  writeOldRow(database, anOffer({ id: 'later', keywords: ['tische'] }))
  await first.close()
  await openForTest(openSubjectStore, url)
  expect(keysIn(database, 'later')).toEqual(['tisch', 'tische'])
  database.close()
})
