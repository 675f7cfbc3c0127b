import type { Db, Filter } from 'mongodb'
import { KEYS_VERSION } from '#lib/subjects/matching-keys.ts'
import { keywordsToStore } from '#lib/store/stored-keywords.ts'
import { subjectTerms } from '#lib/subjects/text-terms.ts'
import { geoJsonOf, indexFields, type SubjectDocument, subjectOfDocument } from './subject-document.ts'

/** Name of the index that finds subjects with older keys. */
export const KEYED_INDEX = 'by_keyed'

/** Name of the index by which candidates are found; also of subjects without keys. */
export const BY_KEYS_INDEX = 'by_keys'

const BATCH = 500

/** Subjects whose keys an older version computed. Removed subjects have no kind, and need no keys. */
const STALE: readonly { readonly isStale: Filter<SubjectDocument>; readonly hint: string }[] = [
  { isStale: { kind: { $exists: true }, keyed: { $not: { $gte: KEYS_VERSION } } }, hint: KEYED_INDEX },
  { isStale: { kind: { $exists: true }, keys: { $exists: false } }, hint: BY_KEYS_INDEX },
]

/** Recomputes the matching keys and the terms of subjects whose keys an older version computed. An edit meanwhile also computes new keys. */
export async function rekeySubjects(db: Db, name: string): Promise<void> {
  const subjects = db.collection<SubjectDocument>(name)
  for (const { isStale, hint } of STALE) {
    for (;;) {
      const stale = await subjects
        .find(isStale, { hint, projection: { unsent: 0 } })
        .limit(BATCH)
        .toArray()
      if (stale.length === 0) break
      await subjects.bulkWrite(
        stale.map(subjectOfDocument).map((subject) => {
          const { id, version, anchor } = subject
          const location = anchor === undefined ? { $exists: false } : geoJsonOf(anchor)
          const keys = {
            ...keywordsToStore(subject),
            textTerms: subjectTerms(subject),
            ...indexFields(subject, anchor),
          }
          return { updateOne: { filter: { ...isStale, _id: id, version, location }, update: { $set: keys } } }
        }),
        { ordered: false },
      )
    }
  }
}
