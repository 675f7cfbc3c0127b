import type { Opened } from '#lib/store/opened.ts'
import type { Run, RunStore } from '#lib/store/runs.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

interface RunDocument extends Omit<Run, 'id'> {
  readonly _id: string
}

const RUN_SCHEMA: CollectionSchema = {
  name: 'runs',
  required: { importer: 'string', state: 'string', startedAt: 'number' },
  optional: { endedAt: 'number', reason: 'string' },
  indexes: [
    { name: 'by_importer', key: { importer: 1, startedAt: -1, _id: -1 } },
    { name: 'running', key: { importer: 1 }, unique: true, partialFilterExpression: { state: 'running' } },
  ],
}

/**
 * Opens runs of importers in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoRunStore(url: string): Promise<Opened<RunStore>> {
  const { collection, use, close } = await openCollections(url, [RUN_SCHEMA])
  const runs = collection<RunDocument>(RUN_SCHEMA.name)

  /** The fresh run that is there already, if there is one; a stale one is given up. */
  async function running(importer: string, nowMs: number, staleMs: number): Promise<Run | undefined> {
    const stored = await runs.findOne({ importer, state: 'running' })
    if (stored === null) return undefined
    const { id, ...run } = runOf(stored)
    if (run.startedAt > nowMs - staleMs) return { id, ...run }
    await runs.updateOne(
      { _id: id, state: 'running' },
      { $set: { state: 'failed', endedAt: nowMs, reason: 'stopped without an end' } },
    )
    return undefined
  }

  async function begin(run: Parameters<RunStore['begin']>[0], staleMs: number): Promise<Run> {
    const { id, importer, startedAt } = run
    const begun = {
      importer,
      state: 'running',
      startedAt,
      created: 0,
      refreshed: 0,
      removed: 0,
      refused: 0,
    } as const
    for (;;) {
      const known = (await running(importer, startedAt, staleMs)) ?? (await find(id))
      if (known !== undefined) return known
      try {
        await runs.insertOne({ _id: id, ...begun })
        return { id, ...begun }
      } catch (error) {
        // Another began in the same moment: that one is given next time round.
        if (!isDuplicateKey(error)) throw error
      }
    }
  }

  async function find(id: string): Promise<Run | undefined> {
    const stored = await runs.findOne({ _id: id })
    return stored === null ? undefined : runOf(stored)
  }

  return {
    begin: (run, staleMs) => use(() => begin(run, staleMs)),
    // A run that was given up as stale stays failed, whatever its process still has to say.
    finish: (id, end) =>
      use(async () => void (await runs.updateOne({ _id: id, state: 'running' }, { $set: end }))),
    find: (id) => use(() => find(id)),
    list: (importer, limit) =>
      use(async () => {
        const found = await runs.find({ importer }).sort({ startedAt: -1, _id: -1 }).limit(limit).toArray()
        return found.map(runOf)
      }),
    close,
  }
}

function runOf({ _id, ...rest }: RunDocument): Run {
  return { id: _id, ...rest }
}
