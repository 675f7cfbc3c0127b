import type { ClientSession, Filter } from 'mongodb'
import { openInTurn } from '#lib/loop/in-turn.ts'
import { changedItem, keyOfChange, lastOfChanges, type StoredItem } from '#lib/store/inbox-rules.ts'
import type { InboxAges, InboxChange, InboxKey, InboxKind, InboxStore } from '#lib/store/inbox.ts'
import type { Opened } from '#lib/store/opened.ts'
import { IN_ONE_ANSWER } from './in-one-answer.ts'
import {
  documentOfItem,
  INBOX_NUMBER_SCHEMA,
  INBOX_SCHEMA,
  inboxKey,
  itemsOfDocument,
  storedOfDocument,
  type InboxDocument,
  type InboxNumberDocument,
} from './inbox-schema.ts'
import { hasOnlyDuplicates } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { transact } from './transact.ts'

/** Items that one write marks as read or removes. */
const STEP = 500
/** The options of a read of what the next write changes. */
const KEYS = { ...IN_ONE_ANSWER, projection: { _id: 1, person: 1, kind: 1, about: 1 } } as const

/**
 * Opens the inboxes in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoInboxStore(url: string): Promise<Opened<InboxStore>> {
  const { client, collection, use, close } = await openCollections(url, [INBOX_SCHEMA, INBOX_NUMBER_SCHEMA])
  const items = collection<InboxDocument>(INBOX_SCHEMA.name)
  const numbers = collection<InboxNumberDocument>(INBOX_NUMBER_SCHEMA.name)
  // Writers of this process queue here, so that only writers of different processes conflict at the server.
  const inTurn = openInTurn()

  /** Takes numbers for the changes of some people; returns the first number of each. While the transaction is open, others wait. */
  async function takeNumbers(changed: readonly StoredItem[], session: ClientSession) {
    const counts = [...Map.groupBy(changed, ({ person }) => person)].map(
      ([person, own]) => [person, own.length] as const,
    )
    await numbers.bulkWrite(
      counts.map(([_id, count]) => ({
        updateOne: { filter: { _id }, update: { $inc: { last: count } }, upsert: true },
      })),
      { session, ordered: false },
    )
    const people = counts.map(([person]) => person)
    const found = await numbers.find({ _id: { $in: people } }, { ...IN_ONE_ANSWER, session }).toArray()
    const lastOf = new Map(found.map(({ _id, last }) => [_id, last]))
    return new Map(counts.map(([person, count]) => [person, (lastOf.get(person) ?? 0) - count + 1]))
  }

  async function make(changes: readonly InboxChange[], session: ClientSession): Promise<void> {
    const keys = [...new Set(changes.map((change) => inboxKey(keyOfChange(change))))]
    const found = await items.find({ _id: { $in: keys } }, { ...IN_ONE_ANSWER, session }).toArray()
    const known = new Map(found.map((document) => [inboxKey(document), storedOfDocument(document)]))
    const changed = new Map<string, StoredItem>()
    for (const change of changes) {
      const key = inboxKey(keyOfChange(change))
      const before = changed.get(key) ?? known.get(key)
      const next = changedItem(before, change)
      if (next !== undefined && next !== before) changed.set(key, next)
    }
    const all = [...changed.values()]
    if (all.length === 0) return
    const nextOf = await takeNumbers(all, session)
    const writes = all.map((item) => {
      const number = nextOf.get(item.person) ?? 0
      nextOf.set(item.person, number + 1)
      const replacement = documentOfItem(item, number)
      return { replaceOne: { filter: { _id: inboxKey(item) }, replacement, upsert: true } }
    })
    await items.bulkWrite(writes, { session, ordered: false })
  }

  async function apply(changes: readonly InboxChange[]): Promise<void> {
    if (changes.length === 0) return
    const work = () => transact(client, (session) => make(changes, session))
    await inTurn(INBOX_SCHEMA.name, async () => {
      try {
        await work()
      } catch (error) {
        // Another process created the first number or the same item at the same moment.
        if (!hasOnlyDuplicates(error)) throw error
        await work()
      }
    })
  }

  const reading =
    (at: number) =>
    (key: InboxKey): InboxChange => ({ does: 'read', key, at })
  const removing =
    (at: number) =>
    (key: InboxKey): InboxChange => ({ does: 'remove', key, at })

  /** Changes the items that a filter finds until it finds no more. */
  async function changeAll(
    filter: Filter<InboxDocument>,
    change: (key: InboxKey) => InboxChange,
  ): Promise<void> {
    for (let count = STEP; count === STEP;) {
      const found = await use(() => items.find(filter, KEYS).limit(STEP).toArray())
      await use(() => apply(found.map(change)))
      count = found.length
    }
  }

  async function sweep({ readBefore, happenedBefore, max }: InboxAges): Promise<number> {
    const before = (field: 'readAt' | 'at', time: number, limit: number) =>
      limit <= 0
        ? []
        : items
            .find({ [field]: { $lt: time } }, { ...IN_ONE_ANSWER, projection: { _id: 1 } })
            .limit(limit)
            .toArray()
    const read = await before('readAt', readBefore, max)
    const old = await before('at', happenedBefore, max - read.length)
    const ids = [...new Set([...read, ...old].map(({ _id }) => _id))]
    return ids.length === 0 ? 0 : (await items.deleteMany({ _id: { $in: ids } })).deletedCount
  }

  return {
    apply: (changes) => use(() => apply(changes)),
    list: ({ person, isUnread = false, limit, last }) =>
      use(async () => {
        const own = { person, ...(isUnread ? ({ isUnread: true } as const) : ({ isShown: true } as const)) }
        const after =
          last === undefined
            ? [own]
            : [
                { ...own, at: { $lt: last.at } },
                { ...own, at: last.at, id: { $lt: last.id } },
              ]
        const found = items.find({ $or: after }, IN_ONE_ANSWER).sort({ at: -1, id: -1 }).limit(limit)
        return (await found.toArray()).flatMap(itemsOfDocument)
      }),
    unread: (person) =>
      use(async () => {
        const counts = await items
          .aggregate<{ _id: InboxKind; count: number }>([
            { $match: { person, isUnread: true } },
            { $group: { _id: '$kind', count: { $sum: 1 } } },
          ])
          .toArray()
        return new Map(counts.map(({ _id, count }) => [_id, count]))
      }),
    async read(person, mark, atMs) {
      if ('through' in mark) {
        await changeAll({ person, isUnread: true, number: { $lte: mark.through } }, reading(atMs))
        return
      }
      const own = { person, id: { $in: [...mark.ids] } }
      const found = await use(() => items.find(own, KEYS).toArray())
      await use(() => apply(found.map(reading(atMs))))
    },
    async remove(person, id, atMs) {
      const found = await use(() => items.find({ person, id, isShown: true }, KEYS).toArray())
      await use(() => apply(found.map(removing(atMs))))
      return found.length > 0
    },
    async removeBetween(pairs, atMs) {
      if (pairs.length === 0) return
      const both = pairs.flatMap(([one, other]) => [
        { person: one, other },
        { person: other, other: one },
      ])
      await changeAll({ $or: both }, removing(atMs))
    },
    lastChanges: (people) =>
      use(async () => {
        const found = await numbers.find({ _id: { $in: [...people] } }, IN_ONE_ANSWER).toArray()
        return new Map(found.map(({ _id, last }) => [_id, last]))
      }),
    changesOf: (person, after, limit) =>
      use(async () => {
        // First, so that no change between the two reads is skipped.
        const number = await numbers.findOne({ _id: person })
        const found = await items
          .find({ person, number: { $gt: after } }, IN_ONE_ANSWER)
          .sort({ number: 1 })
          .limit(limit)
          .toArray()
        return {
          items: found.flatMap(itemsOfDocument),
          removed: found.filter(({ content }) => content === undefined).map(({ id }) => id),
          last: lastOfChanges(found, { after, limit, last: number?.last }),
        }
      }),
    sweep: (ages) => use(() => sweep(ages)),
    async removeOf(person, atMs) {
      await changeAll({ other: person }, removing(atMs))
      await use(async () => {
        await items.deleteMany({ person })
        await numbers.deleteOne({ _id: person })
      })
    },
    close,
  }
}
