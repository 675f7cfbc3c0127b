import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { anInboxItem } from '#lib/builders/an-inbox-item.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { InboxChange, InboxDraft, InboxItem, InboxStore, UnreadMessages } from '#lib/store/inbox.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openInboxStore } from '#lib/store/open.ts'
import type { Opened } from '#lib/store/opened.ts'

const NOW = 1_760_000_000_000

const adding = (item: InboxDraft): InboxChange => ({ does: 'add', item })

/** The contract suite of `InboxStore`. */
export function describeInboxStore(name: string, freshUrl: FreshUrl): void {
  describe(`${name} inbox store`, () => {
    let store: Opened<InboxStore>
    let other: Opened<InboxStore>

    beforeAll(async () => {
      const url = await freshUrl()
      store = await openInboxStore(url)
      other = await openInboxStore(url)
      return async () => {
        await store.close()
        await other.close()
      }
    })

    /** Adds items of one person, one millisecond after the other. */
    async function fill(count: number, over: Partial<InboxDraft> = {}): Promise<readonly InboxDraft[]> {
      const person = `person-${newId()}`
      const drafts = Array.from({ length: count }, (_, index) =>
        anInboxItem({ person, at: NOW + index, ...over }),
      )
      await store.apply(drafts.map(adding))
      return drafts
    }
    const all = (person: string) => store.list({ person, limit: 999 })
    const lastOf = async (person: string) => (await other.lastChanges([person])).get(person) ?? 0
    const idsSince = async (person: string, after: number) => {
      const { items, removed } = await other.changesOf(person, after, 999)
      return [...items.map(({ id }) => id), ...removed]
    }

    test('add: an item is in the list of its person, and is added once', async () => {
      const item = anInboxItem({ other: undefined })
      await store.apply([adding(item), adding({ ...item, id: newId() }), adding(anInboxItem())])
      await other.apply([adding({ ...item, id: newId(), at: NOW + 9 })])
      const [found, ...rest] = await all(item.person)
      expect(rest).toEqual([])
      expect(found).toEqual({ ...item, number: 1, readAt: undefined })
      expect(await idsSince(item.person, 1)).toEqual([])
      await store.apply([])
    })

    test('list() gives pages, those that happened last first; also of unread ones', async () => {
      const drafts = await fill(7)
      const person = drafts[0]?.person ?? ''
      const twin = anInboxItem({ person, at: NOW + 6 })
      await store.apply([adding(twin)])
      const wanted = [...drafts, twin].toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
      const pages = async (isUnread: boolean) => {
        const ids: string[] = []
        let page = await store.list({ person, isUnread, limit: 3 })
        while (page.length > 0) {
          ids.push(...page.map(({ id }) => id))
          page = await store.list({ person, isUnread, limit: 3, last: page.at(-1) })
        }
        return ids
      }
      expect(await pages(false)).toEqual(wanted.map(({ id }) => id))
      await store.read(person, { ids: [twin.id] }, NOW)
      expect(await pages(true)).toEqual(wanted.filter(({ id }) => id !== twin.id).map(({ id }) => id))
      expect(await pages(false)).toHaveLength(8)
    })

    test('each change has the next number of its person', async () => {
      const [first, second, third] = await fill(3)
      if (first === undefined || second === undefined || third === undefined) throw new Error('too few')
      const { person } = first
      expect(await idsSince(person, 0)).toEqual([first.id, second.id, third.id])
      expect(await other.changesOf(person, 0, 2)).toMatchObject({ last: 2 })
      await store.apply([{ does: 'end', person, match: first.about, at: NOW + 5 }])
      await store.read(person, { ids: [second.id] }, NOW)
      await store.remove(person, third.id, NOW)
      const { items, removed, last } = await other.changesOf(person, 3, 9)
      expect(items.map(({ id }) => id)).toEqual([first.id, second.id])
      expect(removed).toEqual([third.id])
      expect(last).toBe(6)
      expect(await lastOf(person)).toBe(6)
      expect(await other.changesOf(person, 6, 9)).toEqual({ items: [], removed: [], last: 6 })
      expect(await store.lastChanges([newId()])).toEqual(new Map())
    })

    test('end: the item of a match says once that it ended', async () => {
      const [item] = await fill(1)
      if (item === undefined) throw new Error('none')
      const end = { does: 'end', person: item.person, match: item.about } as const
      await store.apply([
        { ...end, at: NOW + 5 },
        { ...end, at: NOW + 6 },
        { ...end, match: 'unknown', at: NOW },
      ])
      const [found] = await all(item.person)
      expect(found?.content).toEqual({ ...item.content, endedAt: NOW + 5 })
      expect(await lastOf(item.person)).toBe(2)
    })

    test('count: one item for each channel; more messages make it new, and without any it is read', async () => {
      const unread = aCount()
      const { person } = unread
      const count = (over: Partial<UnreadMessages>) =>
        store.apply([{ does: 'count', unread: { ...unread, id: newId(), ...over } }])
      const messages = async () =>
        (await all(person)).map(({ content, readAt, at }) => [
          content.kind === 'message' ? content.messages : undefined,
          readAt,
          at,
        ])
      await count({ messages: 0, received: 3 })
      expect(await all(person)).toEqual([])
      await count({ messages: 2, received: 2, at: NOW })
      await count({ messages: 2, received: 2, at: NOW + 1 })
      expect(await messages()).toEqual([[2, undefined, NOW]])
      expect(await lastOf(person)).toBe(1)
      await count({ messages: 1, received: 2, at: NOW + 2 })
      expect(await messages()).toEqual([[1, undefined, NOW]])
      await count({ messages: 0, received: 2, readTo: 2, at: NOW + 3 })
      expect(await messages()).toEqual([[0, NOW + 3, NOW]])
      // Late answers, from before the last message or before it was read.
      await count({ messages: 1, received: 1, readTo: 2, at: NOW + 4 })
      await count({ messages: 1, received: 2, readTo: 1, at: NOW + 4 })
      expect(await messages()).toEqual([[0, NOW + 3, NOW]])
      await count({ messages: 1, received: 3, readTo: 2, at: NOW + 5 })
      expect(await messages()).toEqual([[1, undefined, NOW + 5]])
      expect((await all(person))[0]?.id).toBe((await other.list({ person, limit: 1 }))[0]?.id)
    })

    test('count: an item that the person removed comes back with the next message only', async () => {
      const unread = aCount({ messages: 1, received: 1 })
      const { person } = unread
      await store.apply([{ does: 'count', unread }])
      expect(await store.remove(person, unread.id, NOW)).toBe(true)
      await store.apply([{ does: 'count', unread }])
      await store.apply([{ does: 'count', unread: { ...unread, messages: 0 } }])
      expect(await all(person)).toEqual([])
      await store.apply([{ does: 'count', unread: { ...unread, messages: 2, received: 2, at: NOW + 1 } }])
      expect(await all(person)).toMatchObject([{ id: unread.id, content: { messages: 2 }, at: NOW + 1 }])
    })

    test('count: a closed channel only has fewer messages than before; no item is added, made new or brought back', async () => {
      const unread = aCount({ messages: 3, received: 3 })
      const { person } = unread
      const closed = (over: Partial<UnreadMessages>) =>
        store.apply([{ does: 'count', unread: { ...unread, isOpen: false, ...over } }])
      const shown = async () =>
        (await all(person)).map(({ content, readAt }) => [
          content.kind === 'message' ? content.messages : undefined,
          readAt,
        ])
      await closed({})
      expect(await shown()).toEqual([])
      await store.apply([{ does: 'count', unread }])
      await closed({ messages: 4, received: 4 })
      expect(await shown()).toEqual([[3, undefined]])
      await closed({ messages: 1, received: 4, readTo: 3, at: NOW + 1 })
      expect(await all(person)).toMatchObject([{ content: { messages: 1 }, at: NOW }])
      await closed({ messages: 0, received: 4, readTo: 4, at: NOW + 2 })
      await closed({ messages: 1, received: 5, readTo: 4, at: NOW + 3 })
      expect(await shown()).toEqual([[0, NOW + 2]])
      await store.remove(person, unread.id, NOW)
      await closed({ messages: 2, received: 6, readTo: 4 })
      expect(await shown()).toEqual([])
      // The channel was opened again.
      await store.apply([{ does: 'count', unread: { ...unread, messages: 2, received: 6, readTo: 4 } }])
      expect(await shown()).toEqual([[2, undefined]])
    })

    test('unread() counts by kind', async () => {
      const [item] = await fill(3)
      const person = item?.person ?? ''
      await store.apply([{ does: 'count', unread: aCount({ person, messages: 5, received: 5 }) }])
      expect(await other.unread(person)).toEqual(
        new Map([
          ['match', 3],
          ['message', 1],
        ]),
      )
      expect(await store.unread(newId())).toEqual(new Map())
    })

    test('read() marks items of the person: named ones, or all up to a number', async () => {
      const drafts = await fill(1_203)
      const [first, second] = drafts
      if (first === undefined || second === undefined) throw new Error('too few')
      const { person } = first
      await store.read(newId(), { ids: [first.id] }, NOW)
      await store.read(person, { ids: [first.id, 'unknown'] }, NOW + 1)
      await store.read(person, { ids: [first.id] }, NOW + 2)
      expect(await store.list({ person, limit: 9, last: { at: NOW + 1, id: '' } })).toMatchObject([
        { id: first.id, readAt: NOW + 1, number: 1_204 },
      ])
      await store.read(person, { through: 1_202 }, NOW + 3)
      expect(await other.unread(person)).toEqual(new Map([['match', 1]]))
      await store.read(person, { through: 9_999 }, NOW + 3)
      expect(await store.unread(person)).toEqual(new Map())
      expect(await lastOf(person)).toBe(2 * 1_203)
    })

    test('remove() removes an item of the person for good', async () => {
      const [item, kept] = await fill(2)
      if (item === undefined || kept === undefined) throw new Error('too few')
      const { person } = item
      expect(await store.remove('somebody', item.id, NOW)).toBe(false)
      expect(await store.remove(person, 'unknown', NOW)).toBe(false)
      expect(await store.remove(person, item.id, NOW)).toBe(true)
      expect(await store.remove(person, item.id, NOW)).toBe(false)
      await store.apply([adding({ ...item, id: newId() })])
      await store.read(person, { ids: [item.id] }, NOW)
      expect((await all(person)).map(({ id }) => id)).toEqual([kept.id])
      expect(await other.unread(person)).toEqual(new Map([['match', 1]]))
      expect(await lastOf(person)).toBe(3)
    })

    test('removeBetween() removes what two people have about each other, and nothing else', async () => {
      const [anna, ben, carl] = [`anna-${newId()}`, `ben-${newId()}`, `carl-${newId()}`]
      const about = (person: string, of?: string) => anInboxItem({ person, other: of })
      await store.apply([about(anna, ben), about(ben, anna), about(anna, carl), about(anna)].map(adding))
      await store.removeBetween([], NOW)
      await store.removeBetween([[ben, anna]], NOW)
      expect(new Set((await all(anna)).map((item) => item.other))).toEqual(new Set([carl, undefined]))
      expect(await all(ben)).toEqual([])
      expect(await idsSince(ben, 1)).toHaveLength(1)
    })

    test('removeOf() deletes an inbox, and removes what others have about the person', async () => {
      const [anna, ben] = [`anna-${newId()}`, `ben-${newId()}`]
      const draft = anInboxItem({ person: ben, other: anna })
      await store.apply(
        [anInboxItem({ person: anna, other: ben }), draft, anInboxItem({ person: ben })].map(adding),
      )
      await store.removeOf(anna, NOW)
      await store.removeOf(anna, NOW)
      expect(await all(anna)).toEqual([])
      expect(await idsSince(anna, 0)).toEqual([])
      expect(await lastOf(anna)).toBe(0)
      expect(await all(ben)).toHaveLength(1)
      expect(await idsSince(ben, 2)).toEqual([draft.id])
    })

    test('sweep() deletes what was read long ago, and what happened longer ago, also removed items', async () => {
      const own = await openInboxStore(await freshUrl())
      const person = 'anna'
      const at = (days: number) => NOW - days * 86_400_000
      const items = [1, 40, 91, 92, 40].map((days, index) =>
        anInboxItem({ person, id: `i-${index}`, at: at(days) }),
      )
      await own.apply(items.map(adding))
      await own.read(person, { ids: ['i-1'] }, at(31))
      await own.read(person, { ids: ['i-4'] }, at(29))
      await own.remove(person, 'i-3', NOW)
      const ages = { readBefore: at(30), happenedBefore: at(90) }
      expect(await own.sweep({ ...ages, max: 1 })).toBe(1)
      expect(await own.sweep({ ...ages, max: 9 })).toBe(2)
      expect(await own.sweep({ ...ages, max: 9 })).toBe(0)
      expect((await own.list({ person, limit: 9 })).map(({ id }) => id)).toEqual(['i-0', 'i-4'])
      await own.close()
    })

    test('changesOf() goes up to the last number of the person, also when the last items were swept', async () => {
      const own = await openInboxStore(await freshUrl())
      const items = [NOW, NOW, NOW - 9].map((at) => anInboxItem({ person: 'anna', at }))
      await own.apply(items.map(adding))
      await own.sweep({ readBefore: 0, happenedBefore: NOW, max: 9 })
      expect(await own.changesOf('anna', 2, 9)).toEqual({ items: [], removed: [], last: 3 })
      expect(await own.changesOf('anna', 0, 3)).toMatchObject({ last: 3 })
      expect(await own.changesOf('anna', 0, 2)).toMatchObject({ last: 2 })
      expect(await own.changesOf('anna', 0, 1)).toMatchObject({ last: 1 })
      expect(await own.changesOf('anna', 9, 9)).toMatchObject({ last: 9 })
      expect(await own.changesOf('nobody', 0, 9)).toEqual({ items: [], removed: [], last: 0 })
      await own.close()
    })

    test('concurrent changes through two connections: each has its own number, and none is lost', async () => {
      const person = `person-${newId()}`
      const drafts = Array.from({ length: 40 }, () => anInboxItem({ person }))
      await Promise.all(
        drafts.map((draft, index) => {
          const changes = [adding(draft), adding(anInboxItem({ person: `${person}-${index % 3}` }))]
          return (index % 2 === 0 ? store : other).apply(changes)
        }),
      )
      const { items, last } = await store.changesOf(person, 0, 99)
      expect(items.map(({ id }) => id).toSorted()).toEqual(drafts.map(({ id }) => id).toSorted())
      expect(items.map(({ number }) => number)).toEqual(drafts.map((_, index) => index + 1))
      expect(last).toBe(40)
    })

    test('a reader who continues after each number sees the same as the list, whatever happens', async () => {
      const act = fc.record({
        what: fc.constantFrom('add', 'end', 'count', 'read', 'remove', 'through'),
        which: fc.nat(4),
        messages: fc.nat(3),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
          const person = `person-${newId()}`
          const seen = new Map<string, InboxItem>()
          let after = 0
          for (const { what, which, messages } of acts) {
            const key = { person, kind: 'match', about: `m-${which}` } as const
            if (what === 'add') await store.apply([adding(anInboxItem(key))])
            else if (what === 'end') await store.apply([{ does: 'end', person, match: key.about, at: NOW }])
            else if (what === 'read' || what === 'remove') await store.apply([{ does: what, key, at: NOW }])
            else if (what === 'through') await store.read(person, { through: after }, NOW)
            else {
              const channel = `c-${which}`
              const unread = aCount({ person, channel, messages, received: messages + which, readTo: which })
              await store.apply([{ does: 'count', unread }])
            }
            const { items, removed, last } = await other.changesOf(person, after, 99)
            for (const item of items) seen.set(item.id, item)
            for (const id of removed) seen.delete(id)
            after = last
          }
          const byId = (a: InboxItem, b: InboxItem) => (a.id < b.id ? -1 : 1)
          expect([...seen.values()].toSorted(byId)).toEqual((await all(person)).toSorted(byId))
        }),
        { numRuns: 25 },
      )
    })
  })
}

function aCount(over: Partial<UnreadMessages> = {}): UnreadMessages {
  return {
    id: newId(),
    person: `person-${newId()}`,
    channel: newId(),
    match: 'm-1',
    isOpen: true,
    other: 'ben',
    messages: 1,
    received: 1,
    readTo: 0,
    at: NOW,
    ...over,
  }
}
