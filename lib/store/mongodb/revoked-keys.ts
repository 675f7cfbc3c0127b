import type { ClientSession } from 'mongodb'
import type { RevokedKey } from '#lib/store/devices.ts'
import type { CollectionSchema } from './collection-schema.ts'
import type { Collections } from './open-collections.ts'
import { openSequence, sequenceSchema } from './sequence.ts'

interface RevokedKeyDocument {
  /** The key's id. */
  readonly _id: string
  readonly device: string
  readonly revokedAt: number
  readonly sequence: number
}

const REVOKED_SCHEMA: CollectionSchema = {
  name: 'revoked_keys',
  required: { device: 'string', revokedAt: 'number', sequence: 'number' },
  indexes: [
    { name: 'by_sequence', key: { sequence: 1 }, unique: true },
    { name: 'by_device', key: { device: 1, revokedAt: 1 } },
  ],
}

const SEQUENCE_SCHEMA = sequenceSchema('device_sequences')

/** The collections of the list of revoked keys. */
export const REVOKED_SCHEMAS: readonly CollectionSchema[] = [REVOKED_SCHEMA, SEQUENCE_SCHEMA]

/** The list of revoked keys; what writes wants a transaction. */
export interface RevokedKeys {
  /** Makes the list ready for a transaction. */
  prepare(): Promise<void>
  add(keyId: string, device: string, revokedAt: number, session: ClientSession): Promise<void>
  /** Keys of a device that are listed, and still good at that time. */
  inGrace(device: string, nowMs: number, session: ClientSession): Promise<string[]>
  after(sequence: number, limit: number): Promise<RevokedKey[]>
}

/** Opens the list of revoked keys. */
export function openRevokedKeys(collections: Collections): RevokedKeys {
  const revoked = collections.collection<RevokedKeyDocument>(REVOKED_SCHEMA.name)
  const numbers = openSequence(collections, SEQUENCE_SCHEMA, REVOKED_SCHEMA.name)

  return {
    prepare: () => numbers.prepare(),
    async add(keyId, device, revokedAt, session) {
      const sequence = await numbers.next(session)
      await revoked.updateOne(
        { _id: keyId },
        { $set: { device, sequence }, $min: { revokedAt } },
        { session, upsert: true },
      )
    },
    inGrace: (device, nowMs, session) =>
      revoked
        .find({ device, revokedAt: { $gt: nowMs } }, { session })
        .map(({ _id }) => _id)
        .toArray(),
    after: (sequence, limit) =>
      revoked
        // Read from a majority: after a change of primary, a sequence number that was read never belongs to another key.
        .find({ sequence: { $gt: sequence } }, { readConcern: { level: 'majority' } })
        .sort({ sequence: 1 })
        .limit(limit)
        .map(({ _id, revokedAt, sequence: place }) => ({ keyId: _id, revokedAt, sequence: place }))
        .toArray(),
  }
}
