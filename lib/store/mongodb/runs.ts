import type { Opened } from '#lib/store/opened.ts'
import { isStale, type RefusedItem, type Run, type RunStore } from '#lib/store/runs.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

interface RunDocument extends Omit<Run, 'id' | 'reasons'> {
  readonly _id: string
  /** A list, because a reason is any text, which may not be valid as the name of a field. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[]
  readonly refusals: readonly RefusedItem[]
}

const RUN_SCHEMA: CollectionSchema = {
  name: 'runs',
  required: {
    importer: 'string',
    state: 'string',
    startedAt: 'number',
    fence: 'number',
    beatAt: 'number',
    reasons: 'array',
    refusals: 'array',
  },
  optional: {
    endedAt: 'number',
    cancelledAt: 'number',
    items: 'number',
    unnamed: 'number',
    fingerprint: 'string',
    reason: 'string',
  },
  indexes: [
    { name: 'by_importer', key: { importer: 1, startedAt: -1, _id: -1 } },
    { name: 'running', key: { importer: 1 }, unique: true, partialFilterExpression: { state: 'running' } },
    {
      name: 'fences',
      key: { importer: 1, fence: -1 },
      unique: true,
      partialFilterExpression: { fence: { $gt: 0 } },
    },
  ],
}

const WITHOUT_REFUSALS = { projection: { refusals: 0 } } as const

/**
 * Opens the run store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoRunStore(url: string): Promise<Opened<RunStore>> {
  const { collection, use, close } = await openCollections(url, [RUN_SCHEMA])
  const runs = collection<RunDocument>(RUN_SCHEMA.name)

  /** The running run of an importer, if there is one. A stale one is marked as failed. */
  async function running(importer: string, nowMs: number, staleMs: number): Promise<Run | undefined> {
    const stored = await runs.findOne({ importer, state: 'running' }, WITHOUT_REFUSALS)
    if (stored === null) return undefined
    const run = runOf(stored)
    if (!isStale(run, nowMs, staleMs)) return run
    await runs.updateOne(
      // Its process may have written a heartbeat meanwhile.
      { _id: run.id, state: 'running', beatAt: run.beatAt },
      { $set: { state: 'failed', endedAt: nowMs, reason: 'stopped without an end' } },
    )
    return undefined
  }

  async function nextFence(importer: string): Promise<number> {
    const options = { sort: { fence: -1 }, projection: { fence: 1 } } as const
    const last = await runs.findOne({ importer, fence: { $gt: 0 } }, options)
    return (last?.fence ?? 0) + 1
  }

  async function begin(run: Parameters<RunStore['begin']>[0], staleMs: number): Promise<Run> {
    const { id, importer, startedAt } = run
    for (;;) {
      const known = (await running(importer, startedAt, staleMs)) ?? (await find(id))
      if (known !== undefined) return known
      const begun: RunDocument = {
        _id: id,
        importer,
        fence: await nextFence(importer),
        state: 'running',
        startedAt,
        beatAt: startedAt,
        created: 0,
        refreshed: 0,
        removed: 0,
        refused: 0,
        reasons: [],
        refusals: [],
      }
      try {
        await runs.insertOne(begun)
        return runOf(begun)
      } catch (error) {
        // Another run began concurrently: the next round returns it.
        if (!isDuplicateKey(error)) throw error
      }
    }
  }

  async function find(id: string): Promise<Run | undefined> {
    const stored = await runs.findOne({ _id: id }, WITHOUT_REFUSALS)
    return stored === null ? undefined : runOf(stored)
  }

  // A run that was marked as stale stays failed, even if its process reports later.
  async function change(id: string, fields: Partial<RunDocument>): Promise<boolean> {
    const { matchedCount } = await runs.updateOne({ _id: id, state: 'running' }, { $set: fields })
    return matchedCount > 0
  }

  return {
    begin: (run, staleMs) => use(() => begin(run, staleMs)),
    beat: (id, beatAt, { created, refreshed, removed, refused }) =>
      use(() => change(id, { beatAt, created, refreshed, removed, refused })),
    cancel: (id, cancelledAt) => use(() => change(id, { cancelledAt })),
    finish: (id, { reasons, ...end }) =>
      use(async () => {
        const list = Object.entries(reasons).map(([reason, count]) => ({ reason, count }))
        await change(id, { ...end, reasons: list })
      }),
    approve: (id) =>
      use(async () => {
        const { matchedCount } = await runs.updateOne(
          { _id: id, state: 'suspect' },
          { $set: { state: 'approved' } },
        )
        return matchedCount > 0
      }),
    find: (id) => use(() => find(id)),
    refusals: (id) =>
      use(async () => (await runs.findOne({ _id: id }, { projection: { refusals: 1 } }))?.refusals ?? []),
    latest: (importer, states) =>
      use(async () => {
        const newest = { sort: { startedAt: -1, _id: -1 }, ...WITHOUT_REFUSALS } as const
        const stored = await runs.findOne({ importer, state: { $in: [...states] } }, newest)
        return stored === null ? undefined : runOf(stored)
      }),
    list: (importer, limit) =>
      use(async () => {
        const found = runs.find({ importer }, WITHOUT_REFUSALS).sort({ startedAt: -1, _id: -1 }).limit(limit)
        return (await found.toArray()).map(runOf)
      }),
    close,
  }
}

function runOf(stored: Omit<RunDocument, 'refusals'> & Partial<Pick<RunDocument, 'refusals'>>): Run {
  const { _id, reasons, refusals: _refusals, ...rest } = stored
  return {
    id: _id,
    ...rest,
    reasons: Object.fromEntries(reasons.map(({ reason, count }) => [reason, count])),
  }
}
