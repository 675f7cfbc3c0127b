import { newId } from '#lib/ids/new-id.ts'
import {
  BEFORE_NEWEST,
  type CandidateQueue,
  type LeasedSeeker,
  type QueuedSeeker,
} from '#lib/store/candidate-queue.ts'
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
  /** Name of the last lease; absent when nobody leased it, or who did has said how it goes on. */
  readonly lease?: string
  /** Absent when it is not parked. */
  readonly parked?: true
  readonly beyond?: number
}

const queueSchema = (name: string): CollectionSchema => ({
  name,
  required: { cursor: 'string', cause: 'object', freeAt: 'number' },
  optional: { again: 'string', lease: 'string', parked: 'bool', beyond: 'number' },
  indexes: [
    { name: 'by_time', key: { freeAt: 1 } },
    { name: 'by_lease', key: { lease: 1 }, sparse: true },
  ],
})

const NOT_PARKED = { parked: { $exists: false } } as const

/**
 * Opens the queue of subjects with further candidates in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export function openMongoCandidateQueue(url: string): Promise<Opened<CandidateQueue>> {
  return openQueue(url, 'candidateQueue')
}

/**
 * Opens the queue of owners whose offers were written in a bulk, in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export function openMongoOwnerQueue(url: string): Promise<Opened<CandidateQueue>> {
  return openQueue(url, 'ownerQueue')
}

async function openQueue(url: string, called: string): Promise<Opened<CandidateQueue>> {
  const { collection, inOrder, use, close } = await openCollections(url, [queueSchema(called)], {
    order: 'causal',
  })
  const queue = collection<QueueDocument>(called)

  async function add(seekers: readonly QueuedSeeker[]): Promise<void> {
    const operations = seekers.map(({ subject, cursor, cause }) => {
      const isNew = { $eq: [{ $type: '$cursor' }, 'missing'] }
      const isParked = { $eq: ['$parked', true] }
      const again = { $cond: [{ $or: [isNew, isParked] }, '$$REMOVE', { $max: ['$again', cursor] }] }
      const because = { $cond: [isParked, '$cause', { $literal: cause }] }
      const first = { cursor: { $ifNull: ['$cursor', cursor] }, freeAt: { $ifNull: ['$freeAt', 0] } }
      const update = [{ $set: { again, cause: because, ...first } }]
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

  async function lease(max: number, leaseMs: number, nowMs: number): Promise<LeasedSeeker[]> {
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
      { $set: { freeAt: nowMs + leaseMs, lease: name }, $unset: { parked: true } },
      inOrder(),
    )
    // Without those that another process leased meanwhile.
    const leased = await queue.find({ _id: ids, lease: name }, inOrder()).toArray()
    return leased.map(({ _id: subject, cursor, cause }) => ({ subject, cursor, cause, lease: name }))
  }

  async function advance(
    { subject, lease: name }: Pick<LeasedSeeker, 'subject' | 'lease'>,
    cursor: string | undefined,
    nowMs: number,
  ): Promise<void> {
    const mine = { _id: subject, lease: name, ...NOT_PARKED }
    if (cursor !== undefined) {
      const goOn = { $set: { cursor, freeAt: nowMs }, $unset: { lease: true } } as const
      await queue.updateOne(mine, goOn, inOrder())
      return
    }
    const isAgain = { ...mine, again: { $exists: true } }
    const begin = [{ $set: { cursor: '$again', again: '$$REMOVE', lease: '$$REMOVE', freeAt: nowMs } }]
    const { matchedCount } = await queue.updateOne(isAgain, begin, inOrder())
    if (matchedCount > 0) return
    const { deletedCount } = await queue.deleteOne({ ...mine, again: { $exists: false } }, inOrder())
    // Added between the two writes.
    if (deletedCount === 0) await queue.updateOne(isAgain, begin, inOrder())
  }

  return {
    add: (seekers) => use(async () => (seekers.length === 0 ? undefined : add(seekers))),
    lease: (max, leaseMs, nowMs) => use(() => lease(max, leaseMs, nowMs)),
    advance: (leased, cursor, nowMs) => use(() => advance(leased, cursor, nowMs)),
    park: (subject, { beyond, untilMs }) =>
      use(async () => {
        const parked = { parked: true, cursor: BEFORE_NEWEST, beyond, freeAt: untilMs } as const
        await queue.updateOne({ _id: subject }, { $set: parked, $unset: { again: true } }, inOrder())
      }),
    wake: (subjects, nowMs) =>
      use(async () => {
        if (subjects.length === 0) return
        const among = { _id: { $in: [...subjects] }, parked: true, freeAt: { $gt: nowMs } } as const
        await queue.updateMany(among, { $set: { freeAt: nowMs } }, inOrder())
      }),
    beyond: (subject) =>
      use(async () => {
        const found = await queue.findOne({ _id: subject }, { projection: { beyond: 1 } })
        return found?.beyond
      }),
    close,
  }
}
