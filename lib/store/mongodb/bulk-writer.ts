import type { AnyBulkWriteOperation, ClientSession, Collection } from 'mongodb'
import type { BulkItem, BulkOffer, BulkPlan } from '#lib/store/bulks.ts'
import { withoutAnchor } from '#lib/store/place-subjects.ts'
import type { ActiveLimit } from '#lib/store/subjects.ts'
import { replaceBy } from './replace-document.ts'
import {
  documentOfSubject,
  subjectOfDocument,
  UNREAD_FIELDS,
  type SubjectDocument,
} from './subject-document.ts'

/** Where a plan is written. */
export interface BulkTarget {
  readonly number: number
  readonly stored: ReadonlyMap<string, BulkOffer>
  /** Ids of removed offers whose events are not sent yet. */
  readonly tombstones: ReadonlySet<string>
}

/** Reads and writes the offers of a bulk, in a transaction. */
export interface BulkWriter {
  read(
    ids: readonly string[],
    session: ClientSession,
  ): Promise<{ readonly stored: ReadonlyMap<string, BulkOffer>; readonly tombstones: ReadonlySet<string> }>
  /** How many subjects of an owner count as active, without these. */
  countActive(
    owner: string,
    without: ActiveLimit & { readonly ids: readonly string[] },
    session: ClientSession,
  ): Promise<number>
  /** How many offers of an owner bulks have named. */
  countMarked(owner: string, session: ClientSession): Promise<number>
  write(plan: BulkPlan, target: BulkTarget, session: ClientSession): Promise<void>
  /** Ids of offers of an owner: those that were marked before a run, or all. */
  removable(
    owner: string,
    before: number | undefined,
    options: { readonly max: number; readonly session: ClientSession },
  ): Promise<string[]>
}

const { bulk: _bulk, ...UNREAD } = UNREAD_FIELDS

/** Creates what reads and writes the offers of a bulk. */
export function createBulkWriter(subjects: Collection<SubjectDocument>): BulkWriter {
  return {
    async read(ids, session) {
      const found = subjects.find({ _id: { $in: [...ids] } }, { projection: UNREAD, session })
      const stored = new Map<string, BulkOffer>()
      const tombstones = new Set<string>()
      for (const document of await found.toArray()) {
        const { _id, bulk } = document
        if ('kind' in document)
          stored.set(_id, { subject: withoutAnchor(subjectOfDocument(document)), mark: bulk })
        else tombstones.add(_id)
      }
      return { stored, tombstones }
    },
    countActive: (owner, { ids, nowMs }, session) =>
      subjects.countDocuments(
        { owner, active: true, validUntil: { $not: { $lte: nowMs } }, _id: { $nin: [...ids] } },
        { session },
      ),
    // As for `removable()`, the condition of the index is in the query.
    countMarked: (owner, session) =>
      subjects.countDocuments({ owner, bulk: { $exists: true }, 'bulk.number': { $gt: 0 } }, { session }),
    async write({ created, refreshed, unchanged }, { number, stored, tombstones }, session) {
      const operations: AnyBulkWriteOperation<SubjectDocument>[] = [
        ...created.map((item) =>
          tombstones.has(item.subject.id)
            ? replacing(item, number, { kind: { $exists: false } })
            : { insertOne: { document: documentOf(item, number) } },
        ),
        ...refreshed.map((item) =>
          replacing(item, number, { version: stored.get(item.subject.id)?.subject.version ?? 0 }),
        ),
        ...(unchanged.length === 0 ? [] : [marking(unchanged, number)]),
      ]
      if (operations.length > 0) await subjects.bulkWrite(operations, { ordered: false, session })
    },
    async removable(owner, before, { max, session }) {
      const which = before === undefined ? { kind: 'offer' as const } : { 'bulk.number': { $lt: before } }
      // The condition of the index must be in the query, or it is not used.
      const marked = before === undefined ? {} : { bulk: { $exists: true } }
      const found = subjects
        .find({ owner, ...marked, ...which }, { projection: { _id: 1 }, session })
        .limit(max)
      return (await found.toArray()).map(({ _id }) => _id)
    },
  }
}

/** One operation that marks many offers, each with its line: one for each would take three times as long. */
function marking(unchanged: BulkPlan['unchanged'], number: number): AnyBulkWriteOperation<SubjectDocument> {
  const lineOf = new Map(unchanged.map(({ id, line }) => [id, line]))
  const ids = [...lineOf.keys()]
  const place = { $indexOfArray: [{ $literal: ids }, '$_id'] }
  const line = { $arrayElemAt: [{ $literal: [...lineOf.values()] }, place] }
  return {
    updateMany: { filter: { _id: { $in: ids } }, update: [{ $set: { bulk: { number, line } } }] },
  }
}

function documentOf({ subject, line, entry }: BulkItem, number: number): SubjectDocument {
  return { ...documentOfSubject(subject), history: [entry], bulk: { number, line } }
}

function replacing(
  { subject, line, entry }: BulkItem,
  number: number,
  as: { readonly version: number } | { readonly kind: { readonly $exists: false } },
): AnyBulkWriteOperation<SubjectDocument> {
  const mark = { $set: { bulk: { number, line } } }
  const update = [replaceBy({ $literal: documentOfSubject(subject) }, entry), mark]
  return { updateOne: { filter: { _id: subject.id, ...as }, update } }
}
