import type { Opened } from '#lib/store/opened.ts'
import type { Position, PositionStore } from '#lib/store/positions.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

interface PositionDocument extends Omit<Position, 'device'> {
  /** The device. */
  readonly _id: string
}

const POSITION_SCHEMA: CollectionSchema = {
  name: 'positions',
  required: { at: 'object', timeMs: 'number', person: 'string' },
  optional: { doubt: 'object' },
  indexes: [{ name: 'by_person', key: { person: 1, _id: 1 } }],
}

/**
 * Opens the position store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoPositionStore(url: string): Promise<Opened<PositionStore>> {
  const { collection, use, close } = await openCollections(url, [POSITION_SCHEMA])
  const positions = collection<PositionDocument>(POSITION_SCHEMA.name)

  async function advance({ device, person, at, timeMs }: Omit<Position, 'doubt'>): Promise<boolean> {
    const older = { _id: device, timeMs: { $lt: timeMs } }
    const change = { $set: { person, at, timeMs }, $unset: { doubt: '' } } as const
    try {
      await positions.updateOne(older, change, { upsert: true })
      return true
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      // The stored position is newer, or another call inserted the first position concurrently; that one may be older.
      return (await positions.updateOne(older, change)).matchedCount > 0
    }
  }

  return {
    find: (device) =>
      use(async () => {
        const stored = await positions.findOne({ _id: device })
        return stored === null ? undefined : positionOf(stored)
      }),
    advance: (position) => use(() => advance(position)),
    keepDoubt: (device, doubt) =>
      use(async () => {
        await positions.updateOne({ _id: device }, { $set: { doubt } })
      }),
    ofPerson: (person) => use(() => positions.find({ person }).sort({ _id: 1 }).map(positionOf).toArray()),
    removeOf: (person, device) =>
      use(async () => {
        await positions.deleteMany({ person, ...(device !== undefined && { _id: device }) })
      }),
    close,
  }
}

function positionOf({ _id, person, at, timeMs, doubt }: PositionDocument): Position {
  return { device: _id, person, at, timeMs, ...(doubt !== undefined && { doubt }) }
}
