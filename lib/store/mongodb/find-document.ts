import type { Collection } from 'mongodb'
import { UNREAD_FIELDS, type SubjectDocument } from './subject-document.ts'

/** The document of the subject with this id. A removed subject is not found, although its document remains until its events are sent. */
export async function findDocument(
  collection: Collection<SubjectDocument>,
  id: string,
): Promise<SubjectDocument | undefined> {
  const stored = await collection.findOne({ _id: id, kind: { $exists: true } }, { projection: UNREAD_FIELDS })
  return stored ?? undefined
}
