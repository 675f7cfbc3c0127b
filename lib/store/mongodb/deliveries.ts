import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import {
  POSTPONED_MS_MAX,
  type Delivery,
  type DeliveryDraft,
  type DeliveryStore,
  type LeaseRequest,
} from '#lib/store/deliveries.ts'
import type { Opened } from '#lib/store/opened.ts'
import { DELIVERY_SCHEMA, WITHDRAWN_SCHEMA } from './delivery-schema.ts'
import { hasOnlyDuplicates } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { keepUnsent, type WithUnsent } from './unsent.ts'

interface DeliveryDocument extends Omit<Delivery, 'id'>, WithUnsent {
  readonly _id: string
  /** Time from which a pending delivery may be leased: it is due, and not leased. */
  readonly freeAt: number
  /** Name of the last lease. */
  readonly lease?: string
}

interface WithdrawnDocument {
  /** The match. */
  readonly _id: string
  readonly at: number
}

/** The channel of deliveries from an older version, which stored no channel. */
const UNKNOWN_CHANNEL = ''

const WITHOUT_OURS = { projection: { unsent: 0, freeAt: 0, lease: 0 } } as const

/**
 * Opens the delivery store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoDeliveryStore(url: string): Promise<Opened<DeliveryStore>> {
  const { collection, use, close } = await openCollections(url, [DELIVERY_SCHEMA, WITHDRAWN_SCHEMA])
  const deliveries = collection<DeliveryDocument>(DELIVERY_SCHEMA.name)
  const withdrawn = collection<WithdrawnDocument>(WITHDRAWN_SCHEMA.name)

  // Notices of one pair are handled one after the other, so a match is not withdrawn while its first deliveries are added.
  async function withoutWithdrawn(drafts: readonly DeliveryDraft[]): Promise<DeliveryDraft[]> {
    const ids = [...new Set(drafts.map(({ match }) => match))]
    const found = await withdrawn.find({ _id: { $in: ids } }).toArray()
    const over = new Set(found.map(({ _id }) => _id))
    return drafts.filter(({ match }) => !over.has(match))
  }

  async function add(all: readonly DeliveryDraft[]): Promise<number> {
    const drafts = all.length === 0 ? [] : await withoutWithdrawn(all)
    if (drafts.length === 0) return 0
    try {
      const { insertedCount } = await deliveries.insertMany(drafts.map(documentOf), { ordered: false })
      return insertedCount
    } catch (error) {
      // Deliveries that already exist stay unchanged.
      if (hasOnlyDuplicates(error)) return error.insertedCount
      throw error
    }
  }

  /** Leases those of the first free deliveries that no other process leased meanwhile; undefined if none is free. */
  async function claim(
    { channel, max, leaseMs, nowMs }: LeaseRequest,
    freeAt: { $lte: number } | { $gt: number },
  ): Promise<Delivery[] | undefined> {
    const isFree = { state: 'pending', channel: { $in: [channel, UNKNOWN_CHANNEL] }, freeAt } as const
    // `freeAt` is 0 until the first lease, so new deliveries come first.
    const first = deliveries
      .find(isFree, { projection: { _id: 1 } })
      .sort({ freeAt: 1, created: 1, _id: 1 })
      .limit(max)
    const ids = (await first.toArray()).map(({ _id }) => _id)
    if (ids.length === 0) return undefined
    const name = newId()
    await deliveries.updateMany(
      { _id: { $in: ids }, ...isFree },
      { $set: { freeAt: nowMs + leaseMs, lease: name } },
    )
    const claimed = await deliveries.find({ _id: { $in: ids }, lease: name }, WITHOUT_OURS).toArray()
    return claimed.map(deliveryOf).sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  }

  async function lease(request: LeaseRequest): Promise<Delivery[]> {
    const { max, leaseMs, nowMs } = request
    const leased: Delivery[] = []
    const farMs = nowMs + Math.max(leaseMs, POSTPONED_MS_MAX)
    for (const freeAt of [{ $lte: nowMs }, { $gt: farMs }]) {
      // If another process leased some of them first, try the next ones; in each round, some process leases at least one.
      while (leased.length < max) {
        const claimed = await claim({ ...request, max: max - leased.length }, freeAt)
        if (claimed === undefined) break
        leased.push(...claimed)
      }
    }
    return leased
  }

  return {
    add: (drafts) => use(() => add(drafts)),
    lease: (request) => use(() => lease(request)),
    finish: (id, { state, atMs, isTry = false, providerId, reason }, unsent) =>
      use(async () => {
        const end = {
          state,
          attempts: { $add: ['$attempts', Number(isTry)] },
          sentAt: state === 'sent' ? atMs : '$$REMOVE',
          providerId: providerId === undefined ? '$$REMOVE' : { $literal: providerId },
          reason: reason === undefined ? '$$REMOVE' : { $literal: reason },
        }
        const { matchedCount } = await keepUnsent(unsent, (stages) =>
          deliveries.updateOne({ _id: id, state: 'pending' }, [{ $set: end }, ...stages]),
        )
        return matchedCount > 0
      }),
    postpone: (id, { dueAtMs, reason, isTry }) =>
      use(async () => {
        const change = { $set: { freeAt: dueAtMs, reason }, $inc: { attempts: Number(isTry) } }
        await deliveries.updateOne({ _id: id, state: 'pending' }, change)
      }),
    route: (device, channel) =>
      use(async () => {
        await deliveries.updateMany({ device, state: 'pending' }, { $set: { channel } })
      }),
    waiting: () =>
      use(async () => {
        const counts = await deliveries
          .aggregate<{ _id: string; count: number }>([
            // With this bound, the server can use the index of pending deliveries.
            { $match: { state: 'pending', channel: { $gte: '' } } },
            { $group: { _id: '$channel', count: { $sum: 1 } } },
          ])
          .toArray()
        return new Map(counts.map(({ _id, count }) => [_id, count]))
      }),
    withdraw: (match, atMs, reason) =>
      use(async () => {
        await withdrawn.updateOne({ _id: match }, { $setOnInsert: { at: atMs } }, { upsert: true })
        await deliveries.updateMany({ match, state: 'pending' }, { $set: { state: 'expired', reason } })
      }),
    lastSent: (pair, side, exceptMatch) =>
      use(async () => {
        const last = await deliveries.findOne(
          { pair, side, state: 'sent', match: { $ne: exceptMatch } },
          { sort: { sentAt: -1 }, projection: { sentAt: 1 } },
        )
        return last?.sentAt
      }),
    list: ({ person, state, limit }) =>
      use(async () => {
        const filter = { ...(person !== undefined && { person }), ...(state !== undefined && { state }) }
        const found = deliveries.find(filter, WITHOUT_OURS).sort({ created: -1, _id: -1 }).limit(limit)
        return (await found.toArray()).map(deliveryOf)
      }),
    removeOf: (person) =>
      use(async () => {
        await deliveries.deleteMany({
          $or: [{ person }, { 'notice.sides.person': person }, { 'notice.cause.person': person }],
        })
      }),
    ...createOutbox<OutgoingEvent>({ collection: collection(DELIVERY_SCHEMA.name), use }),
    close,
  }
}

function documentOf({ id, ...draft }: DeliveryDraft): DeliveryDocument {
  return { _id: id, ...draft, state: 'pending', attempts: 0, freeAt: 0 }
}

function deliveryOf({ _id, ...rest }: Omit<DeliveryDocument, 'freeAt'>): Delivery {
  return { id: _id, ...rest }
}
