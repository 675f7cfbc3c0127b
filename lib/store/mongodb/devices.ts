import type { Device, DeviceStore } from '#lib/store/devices.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { openCollections } from './open-collections.ts'

interface DeviceDocument extends Omit<Device, 'id'> {
  readonly _id: string
}

const DEVICE_SCHEMA: CollectionSchema = {
  name: 'devices',
  required: { person: 'string', created: 'number' },
  indexes: [{ name: 'by_person', key: { person: 1, created: 1, _id: 1 } }],
}

/**
 * Opens registered devices in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoDeviceStore(url: string): Promise<Opened<DeviceStore>> {
  const { collection, use, close } = await openCollections(url, [DEVICE_SCHEMA])
  const devices = collection<DeviceDocument>(DEVICE_SCHEMA.name)

  return {
    register: (device) =>
      use(async () => {
        const { id, person, created } = device
        const stored = await devices.findOneAndUpdate(
          { _id: id },
          { $setOnInsert: { person, created } },
          { upsert: true, returnDocument: 'after' },
        )
        return stored === null ? device : deviceOf(stored)
      }),
    find: (id) =>
      use(async () => {
        const stored = await devices.findOne({ _id: id })
        return stored === null ? undefined : deviceOf(stored)
      }),
    ofPerson: (person) =>
      use(async () => (await devices.find({ person }).sort({ created: 1, _id: 1 }).toArray()).map(deviceOf)),
    close,
  }
}

function deviceOf({ _id, ...rest }: DeviceDocument): Device {
  return { id: _id, ...rest }
}
