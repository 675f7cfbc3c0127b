import type { Collection } from 'mongodb'
import type { Subject } from '#lib/subjects/subject.ts'
import { type SubjectDocument, subjectOfDocument } from './subject-document.ts'

/** The subject with this id. A removed subject is not found, although its document remains until its events are sent. */
export async function findSubject(
  collection: Collection<SubjectDocument>,
  id: string,
): Promise<Subject | undefined> {
  const stored = await collection.findOne({ _id: id, kind: { $exists: true } }, { projection: { unsent: 0 } })
  return stored === null ? undefined : subjectOfDocument(stored)
}
