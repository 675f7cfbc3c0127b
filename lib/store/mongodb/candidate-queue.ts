import { newId } from '#lib/ids/new-id.ts'
import type { CandidateQueue, QueuedSeeker } from '#lib/store/candidate-queue.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { hasOnlyDuplicates } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

interface QueueDocument extends Omit<QueuedSeeker, 'subject'> {
  /** The subject. */
  readonly _id: string
  /** The cursor from which it begins again. */
  readonly again?: string
  readonly freeAt: number
  /** Name of the last lease. */
  readonly lease?: string
}

const QUEUE_SCHEMA: CollectionSchema = {
  name: 'candidateQueue',
  required: { cursor: 'string', cause: 'object', freeAt: 'number' },
  optional: { again: 'string', lease: 'string' },
  indexes: [
    { name: 'by_time', key: { freeAt: 1 } },
    { name: 'by_lease', key: { lease: 1 }, sparse: true },
  ],
}

/**
 * Opens the queue of subjects with further candidates in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoCandidateQueue(url: string): Promise<Opened<CandidateQueue>> {
  const { collection, inOrder, use, close } = await openCollections(url, [QUEUE_SCHEMA], { order: 'causal' })
  const queue = collection<QueueDocument>(QUEUE_SCHEMA.name)

  async function add(seekers: readonly QueuedSeeker[]): Promise<void> {
    const operations = seekers.map(({ subject, cursor, cause }) => {
      const isQueued = { $ne: [{ $type: '$cursor' }, 'missing'] }
      const again = { $cond: [isQueued, { $max: ['$again', cursor] }, '$$REMOVE'] }
      const first = { cursor: { $ifNull: ['$cursor', cursor] }, freeAt: { $ifNull: ['$freeAt', 0] } }
      const update = [{ $set: { again, cause: { $literal: cause }, ...first } }]
      return { updateOne: { filter: { _id: subject }, update, upsert: true } }
    })
    for (;;) {
      try {
        await queue.bulkWrite(operations, { ordered: false, ...inOrder() })
        return
      } catch (error) {
        // Another process queued one of them at the same time. Again: to be queued twice does no harm.
        if (!hasOnlyDuplicates(error)) throw error
      }
    }
  }

  async function lease(max: number, leaseMs: number, nowMs: number): Promise<QueuedSeeker[]> {
    const free = { freeAt: { $lte: nowMs } }
    const found = await queue
      .find(free, { projection: { _id: 1 }, ...inOrder() })
      .sort({ freeAt: 1 })
      .limit(max)
      .toArray()
    if (found.length === 0) return []
    const name = newId()
    const ids = { $in: found.map(({ _id }) => _id) }
    await queue.updateMany(
      { _id: ids, ...free },
      { $set: { freeAt: nowMs + leaseMs, lease: name } },
      inOrder(),
    )
    // Without those that another process leased meanwhile.
    const leased = await queue.find({ _id: ids, lease: name }, inOrder()).toArray()
    return leased.map(({ _id: subject, cursor, cause }) => ({ subject, cursor, cause }))
  }

  async function advance(subject: string, cursor: string | undefined, nowMs: number): Promise<void> {
    if (cursor !== undefined) {
      await queue.updateOne({ _id: subject }, { $set: { cursor, freeAt: nowMs } }, inOrder())
      return
    }
    const isAgain = { _id: subject, again: { $exists: true } }
    const begin = [{ $set: { cursor: '$again', again: '$$REMOVE', freeAt: nowMs } }]
    const { matchedCount } = await queue.updateOne(isAgain, begin, inOrder())
    if (matchedCount > 0) return
    const { deletedCount } = await queue.deleteOne({ _id: subject, again: { $exists: false } }, inOrder())
    // Added between the two writes.
    if (deletedCount === 0) await queue.updateOne(isAgain, begin, inOrder())
  }

  return {
    add: (seekers) => use(async () => (seekers.length === 0 ? undefined : add(seekers))),
    lease: (max, leaseMs, nowMs) => use(() => lease(max, leaseMs, nowMs)),
    advance: (subject, cursor, nowMs) => use(() => advance(subject, cursor, nowMs)),
    close,
  }
}
