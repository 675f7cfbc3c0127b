import type { ClientSession } from 'mongodb'
import type { EraseTask, Erased, ErasureStore } from '#lib/store/erasures.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { openCollections } from './open-collections.ts'
import { openSequence, sequenceSchema } from './sequence.ts'
import { transact } from './transact.ts'

interface ErasedDocument extends Omit<Erased, 'person'> {
  /** The person. */
  readonly _id: string
}

interface TaskDocument extends Omit<EraseTask, 'id'> {
  readonly _id: string
}

const ERASED_SCHEMA: CollectionSchema = {
  name: 'erased',
  required: { erasedAt: 'number', copiesUntil: 'number', sequence: 'number' },
  indexes: [
    { name: 'by_sequence', key: { sequence: 1 }, unique: true },
    { name: 'by_end', key: { copiesUntil: 1 } },
  ],
}

const TASK_SCHEMA: CollectionSchema = {
  name: 'erase_tasks',
  required: { person: 'string', places: 'array', dueAt: 'number' },
  optional: { device: 'string' },
  indexes: [{ name: 'by_time', key: { dueAt: 1, _id: 1 } }],
}

const SEQUENCE_SCHEMA = sequenceSchema('erased_sequences')

/**
 * Opens the erasure store in the database behind `mongodb://…`. The list and the tasks are written in one transaction.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoErasureStore(url: string): Promise<Opened<ErasureStore>> {
  const collections = await openCollections(url, [ERASED_SCHEMA, TASK_SCHEMA, SEQUENCE_SCHEMA])
  const { client, collection, use, close } = collections
  const list = collection<ErasedDocument>(ERASED_SCHEMA.name)
  const tasks = collection<TaskDocument>(TASK_SCHEMA.name)
  const numbers = openSequence(collections, SEQUENCE_SCHEMA, ERASED_SCHEMA.name)

  async function addTask({ id, ...task }: EraseTask, session?: ClientSession): Promise<void> {
    await tasks.updateOne(
      { _id: id },
      { $setOnInsert: task },
      { upsert: true, ...(session !== undefined && { session }) },
    )
  }

  async function erase(
    { person, ...rest }: Omit<Erased, 'sequence'>,
    toDo: readonly EraseTask[],
    session: ClientSession,
  ): Promise<Erased> {
    const known = await list.findOne({ _id: person }, { session })
    if (known !== null) return erasedOf(known)
    const document = { _id: person, ...rest, sequence: await numbers.next(session) }
    await list.insertOne(document, { session })
    for (const task of toDo) await addTask(task, session)
    return erasedOf(document)
  }

  async function lease(leaseMs: number, nowMs: number): Promise<EraseTask | undefined> {
    const leased = await tasks.findOneAndUpdate(
      { dueAt: { $lte: nowMs } },
      { $set: { dueAt: nowMs + leaseMs } },
      { sort: { dueAt: 1, _id: 1 }, returnDocument: 'after' },
    )
    return leased === null ? undefined : taskOf(leased)
  }

  return {
    erase: (erased, toDo) =>
      use(async () => {
        await numbers.prepare()
        return transact(client, (session) => erase(erased, toDo, session))
      }),
    find: (person) =>
      use(async () => {
        const known = await list.findOne({ _id: person })
        return known === null ? undefined : erasedOf(known)
      }),
    list: (afterSequence, limit) =>
      use(() =>
        list
          // Read only what a majority has stored. Otherwise a failover could undo an entry that was read, and give its number to another.
          .find({ sequence: { $gt: afterSequence } }, { readConcern: { level: 'majority' } })
          .sort({ sequence: 1 })
          .limit(limit)
          .map(erasedOf)
          .toArray(),
      ),
    forget: (nowMs) =>
      use(async () => (await list.deleteMany({ copiesUntil: { $lte: nowMs } })).deletedCount),
    addTask: (task) => use(() => addTask(task)),
    leaseTasks: (max, leaseMs, nowMs) =>
      use(async () => {
        const leased: EraseTask[] = []
        while (leased.length < max) {
          const task = await lease(leaseMs, nowMs)
          if (task === undefined) break
          leased.push(task)
        }
        return leased
      }),
    finishPlace: (id, place) =>
      use(async () => {
        await tasks.updateOne({ _id: id }, { $pull: { places: place } })
        await tasks.deleteOne({ _id: id, places: { $size: 0 } })
      }),
    close,
  }
}

function erasedOf({ _id, erasedAt, copiesUntil, sequence }: ErasedDocument): Erased {
  return { person: _id, erasedAt, copiesUntil, sequence }
}

function taskOf({ _id, ...rest }: TaskDocument): EraseTask {
  return { id: _id, ...rest }
}
