import { MongoServerError, type Db, type Filter } from 'mongodb'
import {
  holderPerson,
  LAST_CHARACTER,
  silentBeyond,
  type Mapping,
  type MappingChange,
  type MappingQuery,
  type MappingStore,
  type Subscription,
} from '#lib/store/mappings.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { duplicateValue, isDuplicateKey } from './mongo-error.ts'
import { IN_ONE_ANSWER } from './in-one-answer.ts'
import { openCollections } from './open-collections.ts'

const INDEX_NOT_FOUND = 27

interface MappingDocument extends Omit<Mapping, 'device'> {
  /** The device. */
  readonly _id: string
  /** False if the channel is `none`. A field of its own, because a partial index cannot test for inequality. */
  readonly isRung: boolean
  /** See `holderPerson()`; absent if it is empty, and in webhooks of an older version. */
  readonly holder?: string
}

const MAPPING_SCHEMA: CollectionSchema = {
  name: 'mappings',
  required: {
    person: 'string',
    channel: 'string',
    subscription: 'string',
    isRung: 'bool',
    locale: 'string',
    timeZone: 'string',
    state: 'string',
    created: 'number',
    modified: 'number',
  },
  optional: { secret: 'string', holder: 'string' },
  indexes: [
    { name: 'by_person', key: { person: 1, created: -1, _id: -1 } },
    { name: 'by_state', key: { state: 1, _id: 1 } },
    { name: 'by_channel', key: { channel: 1, _id: 1 } },
    { name: 'by_channel_state', key: { channel: 1, state: 1, _id: 1 } },
    {
      name: 'held_subscriptions',
      key: { channel: 1, subscription: 1, holder: 1 },
      unique: true,
      partialFilterExpression: { isRung: true },
    },
  ],
  prepare: dropOldIndex,
}

/** An older version let a subscription belong to one device only, also those of webhooks. */
async function dropOldIndex(db: Db, name: string): Promise<void> {
  const mappings = db.collection(name)
  if (!(await mappings.indexExists('subscriptions'))) return
  const webhooks = { channel: 'webhook', holder: { $exists: false } }
  await mappings.updateMany(webhooks, [{ $set: { holder: '$person' } }])
  await mappings.dropIndex('subscriptions').catch((error: unknown) => {
    // Another process was faster.
    if (!(error instanceof MongoServerError) || error.code !== INDEX_NOT_FOUND) throw error
  })
}

/** The part of an update that removes fields. */
function unsetting(fields: { readonly secret: boolean; readonly holder: boolean }) {
  const removed = Object.entries(fields).flatMap(([field, isRemoved]) => (isRemoved ? [[field, true]] : []))
  return removed.length === 0 ? {} : { $unset: Object.fromEntries(removed) }
}

/**
 * Opens mappings of devices in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoMappingStore(url: string): Promise<Opened<MappingStore>> {
  const { collection, use, close } = await openCollections(url, [MAPPING_SCHEMA])
  const mappings = collection<MappingDocument>(MAPPING_SCHEMA.name)

  async function register(mapping: Mapping, from?: string): Promise<'created' | 'updated' | 'conflict'> {
    const { device, person, created, secret, ...rest } = mapping
    const holder = holderPerson(mapping)
    const own = { _id: device, person }
    const update = {
      $set: {
        ...rest,
        isRung: rest.channel !== 'none',
        ...(secret !== undefined && { secret }),
        ...(holder !== '' && { holder }),
      },
      $setOnInsert: { created },
      ...unsetting({ secret: secret === undefined, holder: holder === '' }),
    }
    if (from !== undefined && from !== device) {
      // Not when this device belongs to somebody else: then nothing may change.
      if ((await mappings.findOne({ _id: device, person: { $ne: person } })) !== null) return 'conflict'
      // After a crash here the subscription is free, and the device registers again.
      await mappings.deleteOne({ _id: from, channel: rest.channel, subscription: rest.subscription })
    }
    try {
      const { upsertedCount } = await mappings.updateOne(own, update, { upsert: true })
      return upsertedCount > 0 ? 'created' : 'updated'
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      if (duplicateValue(error, '_id') === undefined) return 'conflict'
      // The device belongs to another person, or the same person registered it concurrently.
      const { matchedCount } = await mappings.updateOne(own, update)
      return matchedCount > 0 ? 'updated' : 'conflict'
    }
  }

  async function markGone(
    subscriptions: readonly Subscription[],
    nowMs: number,
  ): Promise<ReadonlySet<string>> {
    if (subscriptions.length === 0) return new Set()
    const update = { $set: { state: 'gone', modified: nowMs } } as const
    const updates = subscriptions.map(({ device, subscription }) => ({
      updateOne: { filter: { _id: device, subscription, state: 'active' as const }, update },
    }))
    await mappings.bulkWrite(updates, { ordered: false })
    const devices = subscriptions.map(({ device }) => device)
    const options = { ...IN_ONE_ANSWER, projection: { subscription: 1 } }
    const found = await mappings.find({ _id: { $in: devices }, state: 'gone' }, options).toArray()
    const gone = new Map(found.map(({ _id, subscription }) => [_id, subscription]))
    const lost = subscriptions.filter(({ device, subscription }) => gone.get(device) === subscription)
    return new Set(lost.map(({ device }) => device))
  }

  async function change(device: string, { locale, timeZone }: MappingChange): Promise<Mapping | undefined> {
    const fields = { ...(locale !== undefined && { locale }), ...(timeZone !== undefined && { timeZone }) }
    const isEmpty = Object.keys(fields).length === 0
    const stored = isEmpty
      ? await mappings.findOne({ _id: device })
      : await mappings.findOneAndUpdate({ _id: device }, { $set: fields }, { returnDocument: 'after' })
    return stored === null ? undefined : mappingOf(stored)
  }

  async function trim(person: string, max: number): Promise<string[]> {
    const all = (await mappings.find({ person }, IN_ONE_ANSWER).toArray()).map(mappingOf)
    const left: string[] = []
    for (const { device, modified } of silentBeyond(all, max)) {
      const { deletedCount } = await mappings.deleteOne({ _id: device, person, modified })
      if (deletedCount > 0) left.push(device)
    }
    return left
  }

  return {
    register: (mapping, from) => use(() => register(mapping, from)),
    change: (device, fields) => use(() => change(device, fields)),
    holderOf: (wanted) =>
      use(async () => {
        const { channel, subscription } = wanted
        const holder = holderPerson(wanted)
        const stored = await mappings.findOne({
          channel,
          subscription,
          isRung: true,
          holder: holder === '' ? { $exists: false } : holder,
        })
        return stored === null ? undefined : mappingOf(stored)
      }),
    trim: (person, max) => use(() => trim(person, max)),
    find: (device) =>
      use(async () => {
        const stored = await mappings.findOne({ _id: device })
        return stored === null ? undefined : mappingOf(stored)
      }),
    findAll: (devices) =>
      use(async () =>
        (await mappings.find({ _id: { $in: devices } }, IN_ONE_ANSWER).toArray()).map(mappingOf),
      ),
    ofPeople: (people) =>
      use(async () => {
        const found = mappings.find({ person: { $in: people } }, IN_ONE_ANSWER).sort({ created: -1, _id: -1 })
        return (await found.toArray()).map(mappingOf)
      }),
    list: (query) =>
      use(async () => {
        const found = mappings.find(filterOf(query), IN_ONE_ANSWER).sort({ _id: 1 }).limit(query.limit)
        return (await found.toArray()).map(mappingOf)
      }),
    countActive: (channel) => use(() => mappings.countDocuments({ channel, isRung: true, state: 'active' })),
    markGone: (subscriptions, nowMs) => use(() => markGone(subscriptions, nowMs)),
    remove: (device, person) =>
      use(async () => {
        const named = { _id: device, ...(person !== undefined && { person }) }
        return (await mappings.deleteOne(named)).deletedCount > 0
      }),
    close,
  }
}

function filterOf({ person, device, channel, state, cursor = '' }: MappingQuery): Filter<MappingDocument> {
  return {
    _id: { $gt: cursor, ...(device !== undefined && { $gte: device, $lt: device + LAST_CHARACTER }) },
    ...(person !== undefined && { person }),
    ...(channel !== undefined && { channel }),
    ...(state !== undefined && { state }),
  }
}

function mappingOf({ _id, isRung: _isRung, holder: _holder, ...rest }: MappingDocument): Mapping {
  return { device: _id, ...rest }
}
