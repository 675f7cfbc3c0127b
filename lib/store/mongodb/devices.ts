import type { ClientSession } from 'mongodb'
import type { Device, DeviceOf, DeviceStore, NewDevice, Rotation } from '#lib/store/devices.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { openCollections } from './open-collections.ts'
import { openRevokedKeys, REVOKED_SCHEMAS } from './revoked-keys.ts'
import { transact } from './transact.ts'

interface DeviceDocument extends Omit<Device, 'id'> {
  readonly _id: string
}

const DEVICE_SCHEMA: CollectionSchema = {
  name: 'devices',
  required: { person: 'string', created: 'number' },
  optional: { keyId: 'string', keyCreated: 'number', keysRevoked: 'number' },
  indexes: [{ name: 'by_person', key: { person: 1, created: 1, _id: 1 } }],
}

/**
 * Opens the device store in the database behind `mongodb://…`. A device and the list of revoked keys are written in one
 * transaction: a key that is no longer current is always on the list.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoDeviceStore(url: string): Promise<Opened<DeviceStore>> {
  const collections = await openCollections(url, [DEVICE_SCHEMA, ...REVOKED_SCHEMAS])
  const { client, collection, use, close } = collections
  const devices = collection<DeviceDocument>(DEVICE_SCHEMA.name)
  const revoked = openRevokedKeys(collections)

  async function register(device: NewDevice): Promise<Device> {
    const { id, person, created } = device
    const stored = await devices.findOneAndUpdate({ _id: id }, [{ $set: registration(device) }], {
      upsert: true,
      returnDocument: 'after',
    })
    return stored === null ? { id, person, created } : deviceOf(stored)
  }

  async function rotate(named: DeviceOf, rotation: Rotation, session: ClientSession) {
    const { keyId, nowMs, graceMs } = rotation
    const before = await devices.findOne(filterOf(named), { session })
    if (before === null) return undefined
    // A concurrent change of the device fails on this document, and reads again.
    await devices.updateOne({ _id: named.id }, { $set: { keyId, keyCreated: nowMs } }, { session })
    if (before.keyId !== undefined) await revoked.add(before.keyId, named.id, nowMs + graceMs, session)
    return deviceOf({ ...before, keyId, keyCreated: nowMs })
  }

  async function revokeAll({ _id, keyId }: DeviceDocument, nowMs: number, session: ClientSession) {
    const inGrace = await revoked.inGrace(_id, nowMs, session)
    for (const each of keyId === undefined ? inGrace : [keyId, ...inGrace]) {
      await revoked.add(each, _id, nowMs, session)
    }
  }

  async function revoke(named: DeviceOf, nowMs: number, session: ClientSession): Promise<boolean> {
    const voided = { $set: { keysRevoked: nowMs }, $unset: { keyId: '', keyCreated: '' } } as const
    const before = await devices.findOneAndUpdate(filterOf(named), voided, { session })
    if (before !== null) await revokeAll(before, nowMs, session)
    return before !== null
  }

  async function release(named: DeviceOf, nowMs: number, session: ClientSession): Promise<boolean> {
    const before = await devices.findOneAndDelete(filterOf(named), { session })
    if (before !== null) await revokeAll(before, nowMs, session)
    return before !== null
  }

  function change<Result>(work: (session: ClientSession) => Promise<Result>): Promise<Result> {
    return use(async () => {
      await revoked.prepare()
      return transact(client, work)
    })
  }

  return {
    register: (device) => use(() => register(device)),
    find: (id) =>
      use(async () => {
        const stored = await devices.findOne({ _id: id })
        return stored === null ? undefined : deviceOf(stored)
      }),
    ofPerson: (person) =>
      use(async () => (await devices.find({ person }).sort({ created: 1, _id: 1 }).toArray()).map(deviceOf)),
    rotate: (named, rotation) => change((session) => rotate(named, rotation, session)),
    revoke: (named, nowMs) => change((session) => revoke(named, nowMs, session)),
    release: (named, nowMs) => change((session) => release(named, nowMs, session)),
    revokedKeys: (afterSequence, limit) => use(() => revoked.after(afterSequence, limit)),
    close,
  }
}

/** The update of a registration, as one expression: each of several concurrent registrations sees the complete result of the previous one. */
function registration({ person, created, keyId }: NewDevice) {
  const firstPerson = { $ifNull: ['$person', { $literal: person }] }
  const mayHaveKey = { $eq: [firstPerson, { $literal: person }] }
  const fresh = (field: string, value: unknown) => ({
    $cond: [{ $and: [mayHaveKey, { $lte: ['$keyId', null] }] }, { $literal: value }, field],
  })
  return {
    person: firstPerson,
    created: { $ifNull: ['$created', { $literal: created }] },
    ...(keyId !== undefined && {
      keyId: fresh('$keyId', keyId),
      keyCreated: fresh('$keyCreated', created),
    }),
  }
}

function filterOf({ id, person }: DeviceOf) {
  return { _id: id, ...(person !== undefined && { person }) }
}

function deviceOf({ _id, ...rest }: DeviceDocument): Device {
  return { id: _id, ...rest }
}
