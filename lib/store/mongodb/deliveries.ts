import type { Collection, Document, OptionalUnlessRequiredId } from 'mongodb'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import {
  countsByMatch,
  POSTPONED_MS_MAX,
  type Delivery,
  type DeliveryDraft,
  type DeliveryStore,
  type LeaseRequest,
  type MatchCount,
  type RingWindow,
} from '#lib/store/deliveries.ts'
import type { Opened } from '#lib/store/opened.ts'
import { DELIVERY_SCHEMA, WITHDRAWN_SCHEMA } from './delivery-schema.ts'
import { IN_ONE_ANSWER } from './in-one-answer.ts'
import { hasOnlyDuplicates } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { settleDeliveries, type SettledDocument } from './settle-deliveries.ts'
import type { WithUnsent } from './unsent.ts'

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

const WITHOUT_OURS = { ...IN_ONE_ANSWER, projection: { unsent: 0, freeAt: 0, lease: 0 } } as const

/**
 * Opens the delivery store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoDeliveryStore(url: string): Promise<Opened<DeliveryStore>> {
  const { collection, use, close } = await openCollections(url, [DELIVERY_SCHEMA, WITHDRAWN_SCHEMA])
  const deliveries = collection<DeliveryDocument>(DELIVERY_SCHEMA.name)
  const settled = collection<SettledDocument>(DELIVERY_SCHEMA.name)
  const withdrawn = collection<WithdrawnDocument>(WITHDRAWN_SCHEMA.name)

  // Notices of one pair are handled one after the other, so a match is not withdrawn while its first deliveries are added.
  async function withoutWithdrawn(drafts: readonly DeliveryDraft[]): Promise<DeliveryDraft[]> {
    const ids = [...new Set(drafts.map(({ match }) => match))]
    const found = await withdrawn.find({ _id: { $in: ids } }, IN_ONE_ANSWER).toArray()
    const over = new Set(found.map(({ _id }) => _id))
    return drafts.filter(({ match }) => !over.has(match))
  }

  async function add(all: readonly DeliveryDraft[]): Promise<number> {
    if (all.length === 0) return 0
    return insertNew(deliveries, (await withoutWithdrawn(all)).map(documentOf))
  }

  /** Leases those of the found deliveries that no other process leased meanwhile. */
  async function claim(found: readonly Delivery[], isFree: Document, freeAt: number): Promise<Delivery[]> {
    const name = newId()
    const ids = found.map(({ id }) => id)
    const { modifiedCount } = await deliveries.updateMany(
      { _id: { $in: ids }, ...isFree },
      { $set: { freeAt, lease: name } },
    )
    if (modifiedCount === found.length) return [...found]
    const claimed = await deliveries
      .find({ _id: { $in: ids }, lease: name }, { ...IN_ONE_ANSWER, projection: { _id: 1 } })
      .toArray()
    const own = new Set(claimed.map(({ _id }) => _id))
    return found.filter(({ id }) => own.has(id))
  }

  async function lease({ channel, max, leaseMs, nowMs }: LeaseRequest): Promise<Delivery[]> {
    const farMs = nowMs + Math.max(leaseMs, POSTPONED_MS_MAX)
    const own = { state: 'pending', channel: { $in: [channel, UNKNOWN_CHANNEL] } } as const
    const isFree = {
      $or: [
        { ...own, freeAt: { $lte: nowMs } },
        { ...own, freeAt: { $gt: farMs } },
      ],
    }
    const leased: Delivery[] = []
    // If another process leased some of them first, try the next ones; in each round, some process leases at least one.
    while (leased.length < max) {
      const limit = max - leased.length
      // `freeAt` is 0 until the first lease, so new deliveries come first.
      const first = deliveries.find(isFree, WITHOUT_OURS).sort({ freeAt: 1, created: 1, _id: 1 }).limit(limit)
      const found = (await first.toArray()).map(deliveryOf)
      if (found.length > 0) leased.push(...(await claim(found, isFree, nowMs + leaseMs)))
      if (found.length < limit) break
    }
    return leased
  }

  async function rungRecently(
    asked: readonly Pick<Delivery, 'id' | 'pair' | 'side' | 'match'>[],
    { nowMs, windowMs }: RingWindow,
  ): Promise<ReadonlySet<string>> {
    const sentAt = { $gt: nowMs - windowMs, $lt: nowMs + windowMs }
    const pairs = [...new Set(asked.map(({ pair }) => pair))]
    const sides = [...new Set(asked.map(({ side }) => side))]
    const options = { ...IN_ONE_ANSWER, projection: { _id: 0, pair: 1, side: 1, match: 1 } }
    const rung = await deliveries
      .find({ state: 'sent', pair: { $in: pairs }, side: { $in: sides }, sentAt }, options)
      .toArray()
    const bySide = Map.groupBy(rung, sideOfPair)
    const isRung = (one: Pick<Delivery, 'pair' | 'side' | 'match'>) =>
      bySide.get(sideOfPair(one))?.some(({ match }) => match !== one.match) === true
    return new Set(asked.filter(isRung).map(({ id }) => id))
  }

  return {
    add: (drafts) => use(() => add(drafts)),
    lease: (request) => use(() => lease(request)),
    settle: (outcomes) => use(() => settleDeliveries(settled, outcomes)),
    route: (devices, channel) =>
      use(async () => {
        await deliveries.updateMany({ device: { $in: devices }, state: 'pending' }, { $set: { channel } })
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
    withdraw: (matches, atMs, reason) =>
      use(async () => {
        if (matches.length === 0) return
        await insertNew(
          withdrawn,
          matches.map((_id) => ({ _id, at: atMs })),
        )
        const change = { $set: { state: 'expired' as const, reason } }
        await deliveries.updateMany({ match: { $in: matches }, state: 'pending' }, change)
      }),
    rungRecently: (asked, window) => use(() => rungRecently(asked, window)),
    list: ({ person, state, limit }) =>
      use(async () => {
        const filter = { ...(person !== undefined && { person }), ...(state !== undefined && { state }) }
        const found = deliveries.find(filter, WITHOUT_OURS).sort({ created: -1, _id: -1 }).limit(limit)
        return (await found.toArray()).map(deliveryOf)
      }),
    countOfMatches: (matches) =>
      use(async () => {
        const counted = deliveries.aggregate<MatchCount>([
          { $match: { match: { $in: [...matches] } } },
          { $group: { _id: { match: '$match', state: '$state' }, count: { $sum: 1 } } },
          { $project: { _id: 0, match: '$_id.match', state: '$_id.state', count: 1 } },
        ])
        return countsByMatch(await counted.toArray())
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

/** Inserts documents, except those that exist already, and returns how many were new. */
async function insertNew<Stored extends Document>(
  collection: Collection<Stored>,
  documents: readonly OptionalUnlessRequiredId<Stored>[],
): Promise<number> {
  if (documents.length === 0) return 0
  try {
    return (await collection.insertMany(documents, { ordered: false })).insertedCount
  } catch (error) {
    if (hasOnlyDuplicates(error)) return error.insertedCount
    throw error
  }
}

function sideOfPair({ pair, side }: Pick<Delivery, 'pair' | 'side'>): string {
  return `${side} ${pair}`
}
