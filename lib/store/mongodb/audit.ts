import { firstIdAt } from '#lib/ids/first-id-at.ts'
import type { Act, AuditStore } from '#lib/store/audit.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { openCollections } from './open-collections.ts'

interface ActDocument extends Omit<Act, 'id'> {
  readonly _id: string
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
  optional: { ip: 'string', status: 'number' },
  indexes: [
    { name: 'by_person', key: { person: 1, _id: -1 } },
    { name: 'by_station', key: { station: 1, _id: -1 } },
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
    finish: (id, status) =>
      use(async () => {
        await acts.updateOne({ _id: id, status: { $exists: false } }, { $set: { status } })
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
        return found.map(({ _id, ...act }) => ({ id: _id, ...act }))
      }),
    forget: (beforeMs) =>
      use(async () => (await acts.deleteMany({ _id: { $lt: firstIdAt(beforeMs) } })).deletedCount),
    close,
  }
}
