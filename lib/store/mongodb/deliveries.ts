import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Delivery, DeliveryDraft, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Opened } from '#lib/store/opened.ts'
import { DELIVERY_SCHEMA, WITHDRAWN_SCHEMA } from './delivery-schema.ts'
import { hasOnlyDuplicates } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { keepUnsent, type WithUnsent } from './unsent.ts'

interface DeliveryDocument extends Omit<Delivery, 'id'>, WithUnsent {
  readonly _id: string
  /** When a pending one may be leased: it is due then, and held by nobody. */
  readonly freeAt: number
  /** Name of the last lease. */
  readonly lease?: string
}

interface WithdrawnDocument {
  /** The match. */
  readonly _id: string
  readonly at: number
}

const WITHOUT_OURS = { projection: { unsent: 0, freeAt: 0, lease: 0 } } as const

/**
 * Opens deliveries in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoDeliveryStore(url: string): Promise<Opened<DeliveryStore>> {
  const { collection, use, close } = await openCollections(url, [DELIVERY_SCHEMA, WITHDRAWN_SCHEMA])
  const deliveries = collection<DeliveryDocument>(DELIVERY_SCHEMA.name)
  const withdrawn = collection<WithdrawnDocument>(WITHDRAWN_SCHEMA.name)

  // Notices of one pair are taken one after the other: nobody withdraws a match while another adds what it begins with.
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
      // Those that were kept before are left as they are.
      if (hasOnlyDuplicates(error)) return error.insertedCount
      throw error
    }
  }

  /** Takes those of the oldest that are free and nobody was faster with; undefined when none is free. */
  async function claim(max: number, leaseMs: number, nowMs: number): Promise<Delivery[] | undefined> {
    const isFree = { state: 'pending', freeAt: { $lte: nowMs } } as const
    const oldest = deliveries
      .find(isFree, { projection: { _id: 1 } })
      .sort({ created: 1, _id: 1 })
      .limit(max)
    const ids = (await oldest.toArray()).map(({ _id }) => _id)
    if (ids.length === 0) return undefined
    const name = newId()
    await deliveries.updateMany(
      { _id: { $in: ids }, ...isFree },
      { $set: { freeAt: nowMs + leaseMs, lease: name }, $inc: { attempts: 1 } },
    )
    const claimed = await deliveries.find({ _id: { $in: ids }, lease: name }, WITHOUT_OURS).toArray()
    return claimed.map(deliveryOf)
  }

  async function lease(max: number, leaseMs: number, nowMs: number): Promise<Delivery[]> {
    const leased: Delivery[] = []
    // Whoever was faster with some of the oldest leaves the next ones; each round somebody gets at least one.
    while (leased.length < max) {
      const claimed = await claim(max - leased.length, leaseMs, nowMs)
      if (claimed === undefined) break
      leased.push(...claimed)
    }
    return leased.sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
  }

  return {
    add: (drafts) => use(() => add(drafts)),
    lease: (max, leaseMs, nowMs) => use(() => lease(max, leaseMs, nowMs)),
    finish: (id, { state, atMs, providerId, reason }, unsent) =>
      use(async () => {
        const end = {
          state,
          sentAt: state === 'sent' ? atMs : '$$REMOVE',
          providerId: providerId === undefined ? '$$REMOVE' : { $literal: providerId },
          reason: reason === undefined ? '$$REMOVE' : { $literal: reason },
        }
        const { matchedCount } = await keepUnsent(unsent, (stages) =>
          deliveries.updateOne({ _id: id, state: 'pending' }, [{ $set: end }, ...stages]),
        )
        return matchedCount > 0
      }),
    postpone: (id, dueAtMs, reason) =>
      use(async () => {
        await deliveries.updateOne({ _id: id, state: 'pending' }, { $set: { freeAt: dueAtMs, reason } })
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
