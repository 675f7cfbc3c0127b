import type { ClientSession } from 'mongodb'
import type { RevokedKey } from '#lib/store/devices.ts'
import type { CollectionSchema } from './collection-schema.ts'
import type { Collections } from './open-collections.ts'

interface RevokedKeyDocument {
  /** The key's id. */
  readonly _id: string
  readonly device: string
  readonly revokedAt: number
  readonly sequence: number
}

interface SequenceDocument {
  readonly _id: string
  readonly last: number
}

const REVOKED_SCHEMA: CollectionSchema = {
  name: 'revoked_keys',
  required: { device: 'string', revokedAt: 'number', sequence: 'number' },
  indexes: [
    { name: 'by_sequence', key: { sequence: 1 }, unique: true },
    { name: 'by_device', key: { device: 1, revokedAt: 1 } },
  ],
}

const SEQUENCE_SCHEMA: CollectionSchema = {
  name: 'device_sequences',
  required: { last: 'number' },
  indexes: [],
}

/** The collections of the list of revoked keys. */
export const REVOKED_SCHEMAS: readonly CollectionSchema[] = [REVOKED_SCHEMA, SEQUENCE_SCHEMA]

const SEQUENCE = { _id: 'revoked_keys' }

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
export function openRevokedKeys({ collection }: Collections): RevokedKeys {
  const revoked = collection<RevokedKeyDocument>(REVOKED_SCHEMA.name)
  const sequences = collection<SequenceDocument>(SEQUENCE_SCHEMA.name)

  return {
    // Outside of a transaction, where two that make it at once do not get in each other's way.
    async prepare() {
      await sequences.updateOne(SEQUENCE, { $setOnInsert: { last: 0 } }, { upsert: true })
    },
    async add(keyId, device, revokedAt, session) {
      // Whoever takes a number at once waits for this transaction: numbers become visible in their order, none is skipped.
      const counted = await sequences.findOneAndUpdate(
        SEQUENCE,
        { $inc: { last: 1 } },
        { session, returnDocument: 'after' },
      )
      if (counted === null) throw new Error(`Cannot revoke key "${keyId}": the list has no last number`)
      await revoked.updateOne(
        { _id: keyId },
        { $set: { device, sequence: counted.last }, $min: { revokedAt } },
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
        // Of a majority: after a change of primary, no number that was seen stands for another key.
        .find({ sequence: { $gt: sequence } }, { readConcern: { level: 'majority' } })
        .sort({ sequence: 1 })
        .limit(limit)
        .map(({ _id, revokedAt, sequence: place }) => ({ keyId: _id, revokedAt, sequence: place }))
        .toArray(),
  }
}
