import { firstIdAt } from '#lib/ids/first-id-at.ts'
import type { Act, ActChange, AuditStore } from '#lib/store/audit.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { openCollections } from './open-collections.ts'

interface ActDocument extends Omit<Act, 'id' | 'change'> {
  readonly _id: string
  /** Whose data it changed. */
  readonly owner?: string
  /** JSON of the change without its owner: names of its fields may be invalid in documents. */
  readonly change?: string
}

const AUDIT_SCHEMA: CollectionSchema = {
  name: 'acts',
  required: {
    person: 'string',
    role: 'string',
    station: 'string',
    method: 'string',
    route: 'string',
    params: 'object',
    requestId: 'string',
  },
  optional: { ip: 'string', status: 'number', owner: 'string', change: 'string' },
  indexes: [
    { name: 'by_person', key: { person: 1, _id: -1 } },
    { name: 'by_station', key: { station: 1, _id: -1 } },
    { name: 'by_owner', key: { owner: 1 }, partialFilterExpression: { owner: { $exists: true } } },
  ],
}

/**
 * Opens the audit store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoAuditStore(url: string): Promise<Opened<AuditStore>> {
  const { collection, use, close } = await openCollections(url, [AUDIT_SCHEMA])
  const acts = collection<ActDocument>(AUDIT_SCHEMA.name)

  return {
    begin: ({ id, ip, ...act }) =>
      use(async () => {
        await acts.insertOne({ _id: id, ...act, ...(ip !== undefined && { ip }) })
      }),
    finish: (id, status, changed) =>
      use(async () => {
        const { owner, ...change } = changed ?? {}
        const kept = owner === undefined ? {} : { owner, change: JSON.stringify(change) }
        await acts.updateOne({ _id: id, status: { $exists: false } }, { $set: { status, ...kept } })
      }),
    dropChangesOf: (owner) =>
      use(async () => {
        await acts.updateMany({ owner }, { $unset: { owner: '', change: '' } })
      }),
    list: ({ person, station, since = 0, before, limit }) =>
      use(async () => {
        const found = await acts
          .find({
            _id: { $gte: firstIdAt(since), ...(before !== undefined && { $lt: before }) },
            ...(person !== undefined && { person }),
            ...(station !== undefined && { station }),
          })
          .sort({ _id: -1 })
          .limit(limit)
          .toArray()
        return found.map(actOf)
      }),
    forget: (beforeMs) =>
      use(async () => (await acts.deleteMany({ _id: { $lt: firstIdAt(beforeMs) } })).deletedCount),
    close,
  }
}

function actOf({ _id, owner, change, ...act }: ActDocument): Act {
  return {
    id: _id,
    ...act,
    ...(owner !== undefined && change !== undefined && { change: { owner, ...changeOf(change) } }),
  }
}

function changeOf(text: string): Omit<ActChange, 'owner'> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this adapter wrote it
  return JSON.parse(text) as Omit<ActChange, 'owner'>
}
