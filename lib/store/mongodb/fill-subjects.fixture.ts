import { MongoClient } from 'mongodb'
import { snapToGrid } from '#lib/geo/snap.ts'
import { partsOf } from '#lib/loop/parts-of.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { ensureCollection } from './collection-schema.ts'
import { documentOfPosition, POSITION_SCHEMA, type PositionDocument } from './positions.ts'
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
const MINUTE_MS = 60_000

/** The documents of subjects. One that follows a device is anchored at its place. */
export function documentsOf(subjects: readonly Subject[]): SubjectDocument[] {
  return subjects.map((subject) => documentOfSubject(subject, subject.at))
}

/** The positions of the devices that subjects follow. */
function positionsOf(subjects: readonly Subject[], timeMs: number): PositionDocument[] {
  return subjects.flatMap(({ device, owner: person, at }) =>
    device === undefined || at === undefined
      ? []
      : [documentOfPosition(device, { person, at, cell: snapToGrid(at), timeMs })],
  )
}

/** Inserts subjects and the positions of the devices that they follow into an empty database, then builds the indexes, then writes all to the disk. */
export async function fillMongoSubjects(url: string, subjects: Iterable<Subject>): Promise<Filling> {
  const client = new MongoClient(url, { ignoreUndefined: true, writeConcern: { w: 1 } })
  try {
    const collection = client.db().collection<SubjectDocument>(SUBJECT_SCHEMA.name)
    const positions = client.db().collection<PositionDocument>(POSITION_SCHEMA.name)
    const before = Date.now() - MINUTE_MS
    const startedAt = performance.now()
    let rows = 0
    for (const batch of partsOf(subjects, BATCH)) {
      await collection.insertMany(documentsOf(batch), { ordered: false })
      const places = positionsOf(batch, before)
      if (places.length > 0) await positions.insertMany(places, { ordered: false })
      rows += batch.length
    }
    const filledAt = performance.now()
    await ensureCollection(client.db(), SUBJECT_SCHEMA)
    await ensureCollection(client.db(), POSITION_SCHEMA)
    const indexedAt = performance.now()
    // Otherwise the next checkpoint writes all of it while the bench measures.
    await client.db('admin').command({ fsync: 1 })
    return { rows, fillMs: filledAt - startedAt, indexMs: indexedAt - filledAt }
  } finally {
    await client.close()
  }
}
