import { expect, test } from 'vitest'
import { aSearch } from '#lib/builders/a-subject.ts'
import { rowOfSubject, subjectOfRow } from '#lib/store/sqlite/subject-row.ts'
import { fieldNames, fieldsBefore, fieldSamples } from '#lib/subjects/fields-of.ts'

test.each(fieldNames)('a row from before the field "%s" is read with its value of before', (name) => {
  const row = rowOfSubject(aSearch({ ...fieldSamples }))
  const { [name]: _removed, ...document }: Record<string, unknown> = JSON.parse(row.document)
  const old = subjectOfRow({ ...row, document: JSON.stringify(document) })
  expect(old).toEqual({ ...subjectOfRow(row), [name]: fieldsBefore[name] })
  expect(old).toHaveProperty(name)
})
