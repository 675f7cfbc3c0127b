import type { Db } from 'mongodb'
import { KEYS_VERSION } from '#lib/subjects/matching-keys.ts'
import { keywordsToStore } from '#lib/store/stored-keywords.ts'
import { type SubjectDocument, subjectOfDocument } from './subject-document.ts'

/** Name of the index by which subjects with older keys are found. */
export const KEYED_INDEX = 'by_keyed'

const BATCH = 500

/** Writes the keys anew of subjects whose keys an older version made. What is edited meanwhile has new ones by that. */
export async function rekeySubjects(db: Db, name: string): Promise<void> {
  const subjects = db.collection<SubjectDocument>(name)
  // Those that were removed have no kind, and need no keys.
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
