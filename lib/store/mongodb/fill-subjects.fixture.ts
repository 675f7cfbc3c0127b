import { MongoClient } from 'mongodb'
import type { Subject } from '#lib/subjects/subject.ts'
import { ensureCollection } from './collection-schema.ts'
import { documentOfSubject, type SubjectDocument } from './subject-document.ts'
import { SUBJECT_SCHEMA } from './subject-schema.ts'

/** What a filling took. */
export interface Filling {
  readonly rows: number
  readonly fillMs: number
  /** From the last document until all indexes are built. */
  readonly indexMs: number
}

const BATCH = 2_000

/** The documents of subjects. */
export function documentsOf(subjects: readonly Subject[]): SubjectDocument[] {
  return subjects.map(documentOfSubject)
}

/** Inserts subjects into an empty database, then builds the indexes, then writes all to the disk. */
export async function fillMongoSubjects(url: string, subjects: Iterable<Subject>): Promise<Filling> {
  const client = new MongoClient(url, { ignoreUndefined: true, writeConcern: { w: 1 } })
  try {
    const collection = client.db().collection<SubjectDocument>(SUBJECT_SCHEMA.name)
    const startedAt = performance.now()
    let rows = 0
    for (const batch of batchesOf(subjects)) {
      await collection.insertMany(documentsOf(batch), { ordered: false })
      rows += batch.length
    }
    const filledAt = performance.now()
    await ensureCollection(client.db(), SUBJECT_SCHEMA)
    const indexedAt = performance.now()
    // Otherwise the next checkpoint writes all of it while the bench measures.
    await client.db('admin').command({ fsync: 1 })
    return { rows, fillMs: filledAt - startedAt, indexMs: indexedAt - filledAt }
  } finally {
    await client.close()
  }
}

function* batchesOf(subjects: Iterable<Subject>): Iterable<readonly Subject[]> {
  let batch: Subject[] = []
  for (const subject of subjects) {
    batch.push(subject)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
