import type { Collection } from 'mongodb'
import type { IndexedSubject } from '#lib/store/subjects.ts'
import { subjectBefore } from '#lib/subjects/subject-before.ts'
import type { Collections } from './open-collections.ts'
import { UNREAD_FIELDS, type SubjectDocument, subjectOfDocument } from './subject-document.ts'

/** The fields that are read of a document for its card. */
export const CARD_FIELDS = { card: 1, version: 1 } as const

/** A document as far as its card needs it. */
type CardDocument = Pick<SubjectDocument, '_id' | 'card' | 'version'>

/** JSON has no field for these when they are undefined. */
const ABSENT = { anchor: undefined, device: undefined, validFrom: undefined, validUntil: undefined } as const

/**
 * The subjects of documents, by their cards. A document without a card, or with that of another version, was written by an older
 * process, and is read whole.
 */
export async function subjectsOfCards(
  documents: readonly CardDocument[],
  subjects: Collection<SubjectDocument>,
  inOrder: Collections['inOrder'],
): Promise<IndexedSubject[]> {
  const read: IndexedSubject[] = []
  const outdated: string[] = []
  for (const document of documents) {
    const subject = subjectOfCard(document)
    if (subject === undefined) outdated.push(idOf(document))
    else read.push(subject)
  }
  if (outdated.length === 0) return read
  const options = { projection: UNREAD_FIELDS, ...inOrder() }
  const whole = await subjects.find({ _id: { $in: outdated }, kind: { $exists: true } }, options).toArray()
  return [...read, ...whole.map(subjectOfDocument)]
}

function subjectOfCard({ _id: id, card, version }: CardDocument): IndexedSubject | undefined {
  if (card === undefined) return undefined
  const read: Omit<IndexedSubject, 'id' | 'at' | 'positionTime'> = JSON.parse(card)
  if (read.version !== version) return undefined
  const at = read.device === undefined ? read.anchor : undefined
  return { ...subjectBefore, ...ABSENT, ...read, id, at, positionTime: undefined }
}

function idOf({ _id }: CardDocument): string {
  return _id
}
