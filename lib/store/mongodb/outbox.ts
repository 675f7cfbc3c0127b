import type { Collection } from 'mongodb'
import { newId } from '#lib/ids/new-id.ts'
import type { Outbox } from '#lib/store/outbox.ts'
import type { Collections } from './open-collections.ts'
import { DROP_EMPTY_UNSENT, type UnsentEvent, type WithUnsent } from './unsent.ts'

interface OutboxOptions {
  readonly collection: Collection<WithUnsent>
  readonly use: Collections['use']
  /** A field of all documents except tombstones, which are deleted when their events are sent; undefined if there are no tombstones. */
  readonly liveField?: string
}

/**
 * The condition that no event of a document is held. Events of one document are sent in order: a later one is not leased while
 * an earlier one may be in transit.
 */
function noneHeld(nowMs: number): { $not: { $elemMatch: { heldUntil: { $gt: number } } } } {
  return { $not: { $elemMatch: { heldUntil: { $gt: nowMs } } } }
}

/** Creates an outbox whose events are in the documents of a collection, where `keepUnsent()` or `unsentAnd()` stored them. */
export function createOutbox<Event>({ collection, use, liveField }: OutboxOptions): Outbox<Event> {
  async function freeIds(max: number, nowMs: number): Promise<string[]> {
    const found = await collection
      .aggregate<{ id: string }>([
        { $match: { unsent: { $exists: true, ...noneHeld(nowMs) } } },
        { $sort: { 'unsent.keptAt': 1 } },
        { $limit: max },
        { $unwind: { path: '$unsent', includeArrayIndex: 'place' } },
        { $match: { 'unsent.heldUntil': { $lte: nowMs } } },
        { $sort: { 'unsent.keptAt': 1, place: 1 } },
        { $limit: max },
        { $project: { _id: 0, id: '$unsent.id' } },
      ])
      .toArray()
    return found.map(({ id }) => id)
  }

  /** Leases those of the events that no other process leased meanwhile. */
  async function claim(ids: readonly string[], leaseMs: number, nowMs: number): Promise<UnsentEvent[]> {
    const name = newId()
    await collection.updateMany(
      { 'unsent.id': { $in: ids }, unsent: noneHeld(nowMs) },
      { $set: { 'unsent.$[free].heldUntil': nowMs + leaseMs, 'unsent.$[free].lease': name } },
      { arrayFilters: [{ 'free.id': { $in: ids }, 'free.heldUntil': { $lte: nowMs } }] },
    )
    const held = await collection.find({ 'unsent.id': { $in: ids } }, { projection: { unsent: 1 } }).toArray()
    const claimed = new Map(
      held
        .flatMap(({ unsent = [] }) => unsent)
        .filter((event) => event.lease === name)
        .map((event) => [event.id, event]),
    )
    return ids.flatMap((id) => claimed.get(id) ?? [])
  }

  async function lease(max: number, leaseMs: number, nowMs: number): Promise<UnsentEvent[]> {
    const leased: UnsentEvent[] = []
    // If another process leased some of them first, try the next ones; in each round, some process leases at least one.
    while (leased.length < max) {
      const wanted = max - leased.length
      const ids = await freeIds(wanted, nowMs)
      if (ids.length === 0) break
      const claimed = await claim(ids, leaseMs, nowMs)
      leased.push(...claimed)
      if (ids.length < wanted && claimed.length === ids.length) break
    }
    return leased
  }

  return {
    leaseUnsent: (max, leaseMs, nowMs) =>
      use(async () => {
        const events = await lease(max, leaseMs, nowMs)
        return events.map(({ event: text }) => {
          const event: Event = JSON.parse(text)
          return event
        })
      }),
    async markSent(ids) {
      if (ids.length === 0) return
      const told = { 'unsent.id': { $in: ids } }
      const others = { $elemMatch: { id: { $nin: ids } } }
      const isTold = { $in: ['$$this.id', { $literal: ids }] }
      const forget = [
        { $set: { unsent: { $filter: { input: '$unsent', cond: { $not: [isTold] } } } } },
        DROP_EMPTY_UNSENT,
      ]
      await use(async () => {
        if (liveField === undefined) {
          await collection.updateMany(told, forget)
          return
        }
        // In this order: if two calls remove the last events of a tombstone concurrently, one of them still deletes the tombstone.
        const isLive = { [liveField]: { $exists: true } }
        await collection.updateMany({ ...told, $or: [isLive, { unsent: others }] }, forget)
        await collection.deleteMany({
          ...told,
          unsent: { $not: others },
          [liveField]: { $exists: false },
        })
      })
    },
  }
}
