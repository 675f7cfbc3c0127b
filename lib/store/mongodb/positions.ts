import type { AnyBulkWriteOperation } from 'mongodb'
import { snapToGrid } from '#lib/geo/snap.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { Position, PositionChange, PositionStore } from '#lib/store/positions.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { hasOnlyDuplicates } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

/** A position as its collection stores it. */
export interface PositionDocument extends Omit<Position, 'device' | 'cell'> {
  /** The device. */
  readonly _id: string
  /** Absent in documents of an older version. */
  readonly cell?: Position['cell']
  /** The stretch of time in which the position lies, see `stretchOf()`. Absent in documents of an older version. */
  readonly stretch?: number
}

/** The collection of positions. */
export const POSITION_SCHEMA: CollectionSchema = {
  name: 'positions',
  required: { at: 'object', timeMs: 'number', person: 'string' },
  optional: { cell: 'object', accuracyMeters: 'number', doubt: 'object', stretch: 'number' },
  indexes: [
    { name: 'by_person', key: { person: 1, _id: 1 } },
    { name: 'by_stretch', key: { stretch: 1 } },
  ],
  prepare: async (db, name) => {
    const isOld = { stretch: { $exists: false } }
    const stretch = { $floor: { $divide: ['$timeMs', STRETCH_MS] } }
    await db.collection(name).updateMany(isOld, [{ $set: { stretch } }], { hint: 'by_stretch' })
  },
}

// An index on the exact time would change with every move.
const STRETCH_MS = 5 * 60_000

/** The number of the stretch of five minutes in which a time lies. */
function stretchOf(timeMs: number): number {
  return Math.floor(timeMs / STRETCH_MS)
}

/**
 * Opens the position store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoPositionStore(url: string): Promise<Opened<PositionStore>> {
  const { collection, inOrder, use, close } = await openCollections(url, [POSITION_SCHEMA], {
    order: 'causal',
  })
  const positions = collection<PositionDocument>(POSITION_SCHEMA.name)

  async function write(changes: readonly PositionChange[]): Promise<void> {
    const operations = changes.map(operationOf)
    for (;;) {
      try {
        await positions.bulkWrite(operations, { ordered: false, ...inOrder() })
        return
      } catch (error) {
        // Another process inserted the first position of a device at the same time. Again: each of them changes nothing twice.
        if (!hasOnlyDuplicates(error)) throw error
      }
    }
  }

  return {
    findAll: (devices) =>
      use(async () => {
        const found = positions.find({ _id: { $in: [...devices] } }, inOrder())
        return (await found.toArray()).map(positionOf)
      }),
    write: (changes) => use(async () => (changes.length === 0 ? undefined : write(changes))),
    aged: ({ afterMs, untilMs, limit, cursor = '' }) =>
      use(async () => {
        const found = positions
          .find(
            {
              stretch: { $gte: stretchOf(afterMs), $lte: stretchOf(untilMs) },
              timeMs: { $gt: afterMs, $lte: untilMs },
              _id: { $gt: cursor },
            },
            { projection: { _id: 1 }, hint: 'by_stretch' },
          )
          .sort({ _id: 1 })
          .limit(limit)
        return (await found.toArray()).map(({ _id }) => _id)
      }),
    ofPerson: (person) => use(() => positions.find({ person }).sort({ _id: 1 }).map(positionOf).toArray()),
    removeOf: (person, device) =>
      use(async () => {
        await positions.deleteMany({ person, ...(device !== undefined && { _id: device }) })
      }),
    close,
  }
}

/** The position of a document. */
export function positionOf({ _id, at, cell, stretch: _stretch, ...rest }: PositionDocument): Position {
  return { ...rest, device: _id, at, cell: cell ?? snapToGrid(at) }
}

/** The document of a position. */
export function documentOfPosition(device: string, position: Omit<Position, 'device'>): PositionDocument {
  const { accuracyMeters, doubt, ...rest } = position
  return {
    _id: device,
    ...rest,
    ...(accuracyMeters !== undefined && { accuracyMeters }),
    ...(doubt !== undefined && { doubt }),
    stretch: stretchOf(position.timeMs),
  }
}

function operationOf({ device, position, doubt }: PositionChange): AnyBulkWriteOperation<PositionDocument> {
  const filter = { _id: device }
  if (position === undefined) return { updateOne: { filter, update: { $set: { doubt } } } }
  const { timeMs } = position
  const document = documentOfPosition(device, { ...position, doubt })
  // As a pipeline by _id this takes half the time of a condition on the time in the filter.
  const isNewer = { $lt: [{ $ifNull: ['$timeMs', -Infinity] }, timeMs] }
  const update = [{ $replaceWith: { $cond: [isNewer, { $literal: document }, '$$ROOT'] } }]
  return { updateOne: { filter, update, upsert: true } }
}
