import { expect, test } from 'vitest'
import { aSearch } from '#lib/builders/a-subject.ts'
import { fieldNames, fieldsBefore, fieldSamples } from '#lib/subjects/fields-of.ts'
import { documentOfSubject, subjectOfDocument } from './subject-document.ts'

test.each(fieldNames)('a document from before the field "%s" is read with its value of before', (name) => {
  const subject = aSearch({ ...fieldSamples })
  const { [name]: _removed, ...document } = documentOfSubject(subject)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as an older process wrote it
  const old = subjectOfDocument(document as ReturnType<typeof documentOfSubject>)
  expect(old).toEqual({ ...subject, anchor: subject.at, [name]: fieldsBefore[name] })
  expect(old).toHaveProperty(name)
})
