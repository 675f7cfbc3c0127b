import type { Collection, Document, OptionalUnlessRequiredId } from 'mongodb'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import {
  countsByMatch,
  GROUP_MAX,
  isUrgent,
  matchOf,
  POSTPONED_MS_MAX,
  SILENT_STATES,
  type Delivery,
  type DeliveryDraft,
  type DeliveryKind,
  type DeliveryStore,
  type HeldGroup,
  type HeldRequest,
  type EndState,
  type LeaseRequest,
  type MatchCount,
  type RingWindow,
} from '#lib/store/deliveries.ts'
import type { Opened } from '#lib/store/opened.ts'
import { DELIVERY_SCHEMA, WAITING_MESSAGE, WITHDRAWN_SCHEMA } from './delivery-schema.ts'
import { closeHeldGroup, HELD_GROUP, leaseHeldGroups, type HeldDocument } from './held-deliveries.ts'
import { IN_ONE_ANSWER } from './in-one-answer.ts'
import { hasOnlyDuplicates } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { settleDeliveries, type SettledDocument } from './settle-deliveries.ts'
import type { WithUnsent } from './unsent.ts'

interface DeliveryDocument extends Omit<Delivery, 'id'>, WithUnsent {
  readonly _id: string
  /** The kind of the content, and the side of a match: with the match and the device, they make a delivery one. */
  readonly kind: DeliveryKind
  readonly side: number
  /** 1 if it is urgent, 0 if not; absent in those of an older version, which come last. */
  readonly urgency?: number
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

const WITHOUT_OURS = {
  ...IN_ONE_ANSWER,
  projection: { unsent: 0, urgency: 0, freeAt: 0, lease: 0, kind: 0, side: 0 },
} as const

const ONLY_IDS = { ...IN_ONE_ANSWER, projection: { _id: 1 } } as const

/**
 * Opens the delivery store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoDeliveryStore(url: string): Promise<Opened<DeliveryStore>> {
  const { client, collection, use, close } = await openCollections(url, [DELIVERY_SCHEMA, WITHDRAWN_SCHEMA])
  const deliveries = collection<DeliveryDocument>(DELIVERY_SCHEMA.name)
  const settled = collection<SettledDocument>(DELIVERY_SCHEMA.name)
  const held = collection<HeldDocument>(DELIVERY_SCHEMA.name)
  const withdrawn = collection<WithdrawnDocument>(WITHDRAWN_SCHEMA.name)

  async function withdrawnAmong(matches: readonly string[]): Promise<ReadonlySet<string>> {
    if (matches.length === 0) return new Set()
    const found = await withdrawn.find({ _id: { $in: [...new Set(matches)] } }, IN_ONE_ANSWER).toArray()
    return new Set(found.map(({ _id }) => _id))
  }

  // Notices of one pair are handled one after the other, so a match is not withdrawn while its first deliveries are added.
  async function withoutWithdrawn(drafts: readonly DeliveryDraft[]): Promise<DeliveryDraft[]> {
    const over = await withdrawnAmong(drafts.map(matchOf))
    return drafts.filter((draft) => !over.has(matchOf(draft)))
  }

  /** Gives another key to what ended without a ring before later messages came. */
  async function makeRoom(drafts: readonly DeliveryDraft[]): Promise<void> {
    const updates = drafts.flatMap(({ match, device, content }) => {
      if (content.kind !== 'message') return []
      const isEarlier = { 'content.received': { $not: { $gte: content.received ?? 0 } } }
      const filter = {
        match,
        side: 0,
        device,
        kind: 'message',
        state: { $in: SILENT_STATES },
        ...isEarlier,
      } as const
      return { updateOne: { filter, update: [{ $set: { match: { $concat: ['$match', ' ', '$_id'] } } }] } }
    })
    if (updates.length > 0) await deliveries.bulkWrite(updates, { ordered: false })
  }

  async function add(
    all: readonly DeliveryDraft[],
    leased?: Pick<LeaseRequest, 'leaseMs' | 'nowMs'>,
  ): Promise<DeliveryDraft[]> {
    if (all.length === 0) return []
    const drafts = await withoutWithdrawn(all)
    await makeRoom(drafts)
    const documents = drafts.map(documentOf)
    const known = await insertNew(
      deliveries,
      leased === undefined ? documents : documents.map((document) => leasedDocument(document, leased)),
    )
    return drafts.filter((_, place) => !known.has(place))
  }

  /** Leases those of the found deliveries that no other process leased meanwhile. */
  async function claim(
    found: readonly Delivery[],
    isFree: Document,
    { leaseMs, nowMs }: LeaseRequest,
  ): Promise<Delivery[]> {
    const name = newId()
    const ids = found.map(({ id }) => id)
    const { modifiedCount } = await deliveries.updateMany(
      { _id: { $in: ids }, ...isFree },
      { $set: { freeAt: nowMs + leaseMs, leasedAt: nowMs, lease: name } },
    )
    const leased = found.map((each) => ({ ...each, leasedAt: nowMs }))
    if (modifiedCount === found.length) return leased
    const claimed = await deliveries
      .find({ _id: { $in: ids }, lease: name }, { ...IN_ONE_ANSWER, projection: { _id: 1 } })
      .toArray()
    const own = new Set(claimed.map(({ _id }) => _id))
    return leased.filter(({ id }) => own.has(id))
  }

  async function lease(request: LeaseRequest): Promise<Delivery[]> {
    const { channel, max, leaseMs, nowMs } = request
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
      const order = { urgency: -1, freeAt: 1, created: 1, _id: 1 } as const
      const first = deliveries.find(isFree, WITHOUT_OURS).sort(order).limit(limit)
      const found = (await first.toArray()).map(deliveryOf)
      if (found.length > 0) leased.push(...(await claim(found, isFree, request)))
      if (found.length < limit) break
    }
    return leased
  }

  async function leaseHeld(request: HeldRequest): Promise<HeldGroup[]> {
    const groups: HeldGroup[] = []
    for (const { device, heldFor } of await leaseHeldGroups(held, request)) {
      const options = {
        ...IN_ONE_ANSWER,
        ...HELD_GROUP,
        projection: { unsent: 0, urgency: 0, kind: 0, side: 0 },
      }
      const found = await deliveries.find({ state: 'held', device, heldFor }, options).toArray()
      const later = found.filter(({ lease: name, freeAt }) => name === undefined && freeAt > request.nowMs)
      groups.push({
        device,
        why: heldFor,
        deliveries: found.map(({ freeAt: _freeAt, lease: _lease, ...each }) => deliveryOf(each)),
        nextDueMs: later.length === 0 ? undefined : Math.max(...later.map(({ freeAt }) => freeAt)),
      })
    }
    return groups.filter((group) => group.deliveries.length > 0)
  }

  async function forget(beforeMs: number, max: number): Promise<number> {
    const old = await withdrawn
      .find({ at: { $lt: beforeMs } }, ONLY_IDS)
      .sort({ at: 1 })
      .limit(max)
      .toArray()
    if (old.length > 0) await withdrawn.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } })
    const isOver = {
      created: { $lt: beforeMs },
      state: { $nin: ['pending', 'held'] as const },
      // Their event was not published yet.
      unsent: { $exists: false },
    }
    const found = await deliveries.find(isOver, ONLY_IDS).sort({ created: 1, _id: 1 }).limit(max).toArray()
    if (found.length === 0) return 0
    const { deletedCount } = await deliveries.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } })
    return deletedCount
  }

  async function rungRecently(
    asked: readonly Pick<Delivery, 'id' | 'ringKey' | 'match'>[],
    { nowMs, windowMs }: RingWindow,
  ): Promise<ReadonlySet<string>> {
    const sentAt = { $gt: nowMs - windowMs, $lt: nowMs + windowMs }
    const keys = [...new Set(asked.map(({ ringKey }) => ringKey))].filter((key) => key !== '')
    const options = { ...IN_ONE_ANSWER, projection: { _id: 0, ringKey: 1, match: 1 } }
    const rung = await deliveries
      .find({ state: { $in: ['sent', 'digested'] }, ringKey: { $in: keys }, sentAt }, options)
      .toArray()
    const byKey = Map.groupBy(rung, ({ ringKey }) => ringKey)
    const isRung = (one: Pick<Delivery, 'ringKey' | 'match'>) =>
      byKey.get(one.ringKey)?.some(({ match }) => match !== one.match) === true
    return new Set(asked.filter(isRung).map(({ id }) => id))
  }

  async function retry(ids: readonly string[], states: readonly EndState[]): Promise<ReadonlySet<string>> {
    const wanted = { _id: { $in: [...ids] }, state: { $in: [...states] } }
    const projection = { match: 1, 'content.kind': 1, 'content.match': 1 } as const
    const found = await deliveries.find(wanted, { ...IN_ONE_ANSWER, projection }).toArray()
    const over = await withdrawnAmong(found.map(matchOf))
    const again = found.filter((each) => !over.has(matchOf(each))).map(({ _id }) => _id)
    if (again.length === 0) return new Set()
    await deliveries.updateMany(
      { ...wanted, _id: { $in: again } },
      { $set: { state: 'pending', freeAt: 0, attempts: 0 }, $unset: { reason: '', heldFor: '' } },
    )
    return new Set(again)
  }

  async function handOver(
    from: string,
    { device, person, channel }: Pick<Delivery, 'device' | 'person' | 'channel'>,
  ): Promise<void> {
    // One after the other, as each has its index.
    for (const state of ['pending', 'held'] as const) {
      const own = { device: from, person, state }
      const found = await deliveries.find(own, ONLY_IDS).limit(GROUP_MAX).toArray()
      const moves = found.map(({ _id }) => ({
        updateOne: { filter: { _id, ...own }, update: { $set: { device, channel } } },
      }))
      if (moves.length === 0) continue
      try {
        await deliveries.bulkWrite(moves, { ordered: false })
      } catch (error) {
        // The other device is told already.
        if (!hasOnlyDuplicates(error)) throw error
      }
    }
  }

  return {
    add: (drafts) => use(async () => (await add(drafts)).length),
    addLeased: (drafts, leased) =>
      use(async () => {
        const began = { state: 'pending', attempts: 0, leasedAt: leased.nowMs } as const
        return (await add(drafts, leased)).map((draft) => ({ ...draft, ...began }))
      }),
    lease: (request) => use(() => lease(request)),
    settle: (outcomes) => use(() => settleDeliveries(settled, outcomes)),
    route: (devices, channel) =>
      use(async () => {
        // One after the other, as each has its index.
        for (const state of ['pending', 'held'] as const)
          await deliveries.updateMany({ device: { $in: devices }, state }, { $set: { channel } })
      }),
    handOver: (from, to) => use(() => handOver(from, to)),
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
        await Promise.all([
          deliveries.updateMany({ match: { $in: matches }, state: { $in: ['pending', 'held'] } }, change),
          deliveries.updateMany({ 'content.match': { $in: matches }, ...WAITING_MESSAGE }, change),
        ])
      }),
    withdrawnAmong: (matches) => use(() => withdrawnAmong(matches)),
    endMessages: (readers, reason) =>
      use(async () => {
        if (readers.length === 0) return
        const update = { $set: { state: 'expired' as const, reason } }
        const ends = readers.map(({ channel: pair, person }) => ({
          updateMany: { filter: { pair, person, ...WAITING_MESSAGE }, update },
        }))
        await deliveries.bulkWrite(ends, { ordered: false })
      }),
    leaseHeld: (request) => use(() => leaseHeld(request)),
    closeHeld: (change) => use(() => closeHeldGroup({ client, deliveries: held, documentOf }, change)),
    forget: (beforeMs, max) => use(() => forget(beforeMs, max)),
    rungRecently: (asked, window) => use(() => rungRecently(asked, window)),
    find: (id) =>
      use(async () => {
        const found = await deliveries.findOne({ _id: id }, WITHOUT_OURS)
        return found === null ? undefined : deliveryOf(found)
      }),
    ofMatch: (match) =>
      use(async () => (await deliveries.find({ match }, WITHOUT_OURS).toArray()).map(deliveryOf)),
    retry: (ids, states) => use(() => retry(ids, states)),
    list: ({ person, device, state, limit }) =>
      use(async () => {
        const filter = {
          ...(person !== undefined && { person }),
          ...(device !== undefined && { device }),
          ...(state !== undefined && { state }),
        }
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
    react: ({ channel, providerId, kind, atMs }) =>
      use(async () => {
        const field = kind === 'opened' ? 'openedAt' : 'dismissedAt'
        const sent = { providerId, channel }
        await deliveries.updateMany({ ...sent, [field]: { $exists: false } }, { $set: { [field]: atMs } })
        return (await deliveries.findOne(sent, { projection: { _id: 1 } })) !== null
      }),
    removeOf: (person) =>
      use(async () => {
        await deliveries.deleteMany({
          $or: [
            { person },
            { 'content.notice.sides.person': person },
            { 'content.notice.cause.person': person },
          ],
        })
      }),
    ...createOutbox<OutgoingEvent>({ collection: collection(DELIVERY_SCHEMA.name), use }),
    close,
  }
}

function documentOf({ id, ...draft }: DeliveryDraft): DeliveryDocument {
  const { content } = draft
  const side = content.kind === 'match' ? content.side : 0
  const urgency = Number(isUrgent(content))
  return { _id: id, ...draft, kind: content.kind, side, urgency, state: 'pending', attempts: 0, freeAt: 0 }
}

function deliveryOf({
  _id,
  ...rest
}: Omit<DeliveryDocument, 'urgency' | 'freeAt' | 'kind' | 'side'>): Delivery {
  return { id: _id, ...rest }
}

/** A document that is leased when it is inserted. */
function leasedDocument(
  document: DeliveryDocument,
  { leaseMs, nowMs }: Pick<LeaseRequest, 'leaseMs' | 'nowMs'>,
): DeliveryDocument {
  return { ...document, lease: newId(), leasedAt: nowMs, freeAt: nowMs + leaseMs }
}

/** Inserts documents, except those that exist already; returns the places of these. */
async function insertNew<Stored extends Document>(
  collection: Collection<Stored>,
  documents: readonly OptionalUnlessRequiredId<Stored>[],
): Promise<ReadonlySet<number>> {
  if (documents.length === 0) return new Set()
  try {
    await collection.insertMany(documents, { ordered: false })
    return new Set()
  } catch (error) {
    if (hasOnlyDuplicates(error)) return new Set([error.writeErrors].flat().map(({ index }) => index))
    throw error
  }
}
