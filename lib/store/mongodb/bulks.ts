import type { AnyBulkWriteOperation, ClientSession } from 'mongodb'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import {
  beginBulk,
  type Bulk,
  type BulkBegin,
  type BulkPlan,
  type BulkStore,
  type WantedBulk,
} from '#lib/store/bulks.ts'
import type { Opened } from '#lib/store/opened.ts'
import { createBulkWriter } from './bulk-writer.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { OWNER_LOCK_SCHEMA, openOwnerLock } from './owner-lock.ts'
import { SUBJECT_SCHEMA } from './subject-schema.ts'
import { EMPTIED } from './replace-document.ts'
import type { SubjectDocument } from './subject-document.ts'
import { transact } from './transact.ts'
import { keepUnsent, UNSENT_INDEXES, type WithUnsent } from './unsent.ts'

interface BulkDocument extends Omit<Bulk, 'owner' | 'unnamed'>, WithUnsent {
  /** The owner. */
  readonly _id: string
  readonly unnamed?: number | undefined
}

const BULK_SCHEMA: CollectionSchema = {
  name: 'bulks',
  required: {
    run: 'string',
    number: 'number',
    fence: 'number',
    isDone: 'bool',
    lines: 'number',
    created: 'number',
    refreshed: 'number',
    unchanged: 'number',
    removed: 'number',
    refused: 'number',
    startedAt: 'number',
    heldUntil: 'number',
    dueAt: 'number',
    by: 'string',
  },
  // Runs of older versions have no `unnamed`.
  optional: { unsent: 'array', unnamed: 'number' },
  indexes: [
    { name: 'by_time', key: { dueAt: 1 }, partialFilterExpression: { dueAt: { $gt: 0 } } },
    ...UNSENT_INDEXES,
  ],
}

// Each further try means that another process began a bulk of this owner in between.
const TRIES_MAX = 100

/**
 * Opens bulk writes of offers in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoBulkStore(url: string): Promise<Opened<BulkStore>> {
  const collections = await openCollections(url, [SUBJECT_SCHEMA, OWNER_LOCK_SCHEMA, BULK_SCHEMA])
  const { client, collection, use, close } = collections
  const bulks = collection<BulkDocument>(BULK_SCHEMA.name)
  const subjects = collection<SubjectDocument>(SUBJECT_SCHEMA.name)
  const ownerLock = openOwnerLock(collections)
  const writer = createBulkWriter(subjects)

  async function find(owner: string): Promise<Bulk | undefined> {
    const found = await bulks.findOne({ _id: owner }, { projection: { unsent: 0 } })
    return found === null ? undefined : bulkOf(found)
  }

  async function begin(wanted: WantedBulk): Promise<BulkBegin> {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const found = await find(wanted.owner)
      const begun = beginBulk(found, wanted)
      if (begun.outcome !== 'begun' || (await save(begun.bulk, found))) return begun
    }
    throw new Error(
      `Cannot begin a bulk of "${wanted.owner}": others began one in each of ${TRIES_MAX} tries`,
    )
  }

  /** Stores a bulk that has begun, unless it is not as it was found any more. */
  async function save({ owner, ...bulk }: Bulk, found: Bulk | undefined): Promise<boolean> {
    if (found !== undefined) {
      const { fence, heldUntil } = found
      return (await bulks.updateOne({ _id: owner, fence, heldUntil }, { $set: bulk })).matchedCount > 0
    }
    try {
      await bulks.insertOne({ _id: owner, ...bulk })
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  /** Writes the document of the bulk first: of two processes that do so at the same time, one begins again, and sees the other's fence. */
  async function extend(
    { owner, fence }: Pick<Bulk, 'owner' | 'fence'>,
    change: { readonly $set: Partial<BulkDocument>; readonly $inc?: { readonly removed: number } },
    session: ClientSession,
  ): Promise<boolean> {
    return (await bulks.updateOne({ _id: owner, fence }, change, { session })).matchedCount > 0
  }

  return {
    begin: (wanted) => use(() => begin(wanted)),
    find: (owner) => use(() => find(owner)),
    write: (held, { ids, nowMs, leaseMs, limit }, makePlan) =>
      use(() => {
        const { owner, number } = held
        const work = async (session: ClientSession) => {
          if (!(await extend(held, { $set: leaseUntil(nowMs + leaseMs) }, session))) return undefined
          const { stored, tombstones } = await writer.read(ids, session)
          const activeElsewhere =
            limit === undefined ? 0 : await writer.countActive(owner, { ids, ...limit }, session)
          const marked = limit === undefined ? 0 : await writer.countMarked(owner, session)
          const plan = makePlan({ stored, activeElsewhere, marked })
          await writer.write(plan, { number, stored, tombstones }, session)
          await extend(held, { $set: progressOf(plan.progress) }, session)
          return plan
        }
        return limit === undefined ? transact(client, work) : ownerLock.hold(owner, work)
      }),
    remove: (held, which, { max, nowMs, leaseMs }) =>
      use(() =>
        transact(client, async (session) => {
          const { owner, number } = held
          const ids = await writer.removable(owner, which === 'all' ? undefined : number, { max, session })
          const $set = leaseUntil(nowMs + leaseMs)
          if (!(await extend(held, { $set, $inc: { removed: ids.length } }, session))) return undefined
          if (ids.length === 0) return 0
          const among = { $in: ids }
          const operations: AnyBulkWriteOperation<SubjectDocument>[] = [
            { updateMany: { filter: { _id: among, unsent: { $exists: true } }, update: [EMPTIED] } },
            { deleteMany: { filter: { _id: among, unsent: { $exists: false } } } },
          ]
          await subjects.bulkWrite(operations, { session })
          return ids.length
        }),
      ),
    leave: ({ owner, fence }, { isDone, dueAt, events, ifDueAt }) =>
      use(() =>
        keepUnsent(events, async (stages) => {
          const left = { $set: { isDone, dueAt, heldUntil: 0 } }
          const held = { _id: owner, fence, ...(ifDueAt !== undefined && { dueAt: ifDueAt }) }
          return (await bulks.updateOne(held, [left, ...stages])).matchedCount > 0
        }),
      ),
    due: (nowMs, limit) =>
      use(async () => {
        const which = { dueAt: { $gt: 0, $lte: nowMs } }
        const found = bulks
          .find(which, { projection: { unsent: 0 } })
          .sort({ dueAt: 1 })
          .limit(limit)
        return (await found.toArray()).map(bulkOf)
      }),
    forget: (owner) =>
      use(async () => {
        await bulks.deleteOne({ _id: owner })
      }),
    ...createOutbox<OutgoingEvent>({ collection: collection(BULK_SCHEMA.name), use }),
    close,
  }
}

function leaseUntil(untilMs: number): Pick<Bulk, 'heldUntil' | 'dueAt'> {
  return { heldUntil: untilMs, dueAt: untilMs }
}

function bulkOf({ _id, unsent: _unsent, unnamed = 0, ...bulk }: BulkDocument): Bulk {
  return { owner: _id, ...bulk, unnamed }
}

// The caller's object may have more fields than the collection.
function progressOf(progress: BulkPlan['progress']) {
  const { lines, created, refreshed, unchanged, removed, refused, unnamed } = progress
  return { lines, created, refreshed, unchanged, removed, refused, unnamed }
}
