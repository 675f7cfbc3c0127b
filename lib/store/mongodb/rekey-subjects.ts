import type { Db } from 'mongodb'
import { KEYS_VERSION } from '#lib/subjects/matching-keys.ts'
import { keywordsToStore } from '#lib/store/stored-keywords.ts'
import { type SubjectDocument, subjectOfDocument } from './subject-document.ts'

/** Name of the index that finds subjects with older keys. */
export const KEYED_INDEX = 'by_keyed'

const BATCH = 500

/** Recomputes the matching keys of subjects whose keys an older version computed. An edit meanwhile also computes new keys. */
export async function rekeySubjects(db: Db, name: string): Promise<void> {
  const subjects = db.collection<SubjectDocument>(name)
  // Removed subjects have no kind, and need no keys.
  const isStale = { kind: { $exists: true }, keyed: { $not: { $gte: KEYS_VERSION } } }
  for (;;) {
    const stale = await subjects
      .find(isStale, { hint: KEYED_INDEX, projection: { unsent: 0 } })
      .limit(BATCH)
      .toArray()
    if (stale.length === 0) return
    await subjects.bulkWrite(
      stale.map(subjectOfDocument).map((subject) => {
        return {
          updateOne: {
            filter: { _id: subject.id, version: subject.version, ...isStale },
            update: { $set: keywordsToStore(subject) },
          },
        }
      }),
      { ordered: false },
    )
  }
}
