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

/** The list of revoked keys. Call `add()` inside a transaction. */
export interface RevokedKeys {
  /** Creates the sequence document. Call it before the transaction, because concurrent creations inside transactions would conflict. */
  prepare(): Promise<void>
  /** Lists a key. If it is listed already, it gets a new sequence number and keeps the earlier time of revocation. */
  add(keyId: string, device: string, revokedAt: number, session: ClientSession): Promise<void>
  /** Ids of the listed keys of a device that are still valid at that time. */
  inGrace(device: string, nowMs: number, session: ClientSession): Promise<string[]>
  /** Returns at most `limit` keys with a higher sequence number than the given one, in ascending order. */
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
        // Read only what a majority has stored. Otherwise a failover could undo a key that was read, and give its number to another.
        .find({ sequence: { $gt: sequence } }, { readConcern: { level: 'majority' } })
        .sort({ sequence: 1 })
        .limit(limit)
        .map(({ _id, revokedAt, sequence: place }) => ({ keyId: _id, revokedAt, sequence: place }))
        .toArray(),
  }
}
