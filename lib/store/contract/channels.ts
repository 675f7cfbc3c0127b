import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import type { Channel, ChannelStore, ChannelWish, Message, NewMessage } from '#lib/store/channels.ts'
import { describeOutbox } from '#lib/store/contract/outbox.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openChannelStore } from '#lib/store/open.ts'
import type { Opened } from '#lib/store/opened.ts'

const NOW = 1_760_000_000_000
const DAY_MS = 86_400_000
const LIMITS = { beforeAnswerMax: 2 }

const aWish = (over: Partial<ChannelWish> = {}): ChannelWish => {
  // People of their own in each channel, because all tests share one database.
  const people = over.people ?? ([`anna-${newId()}`, `ben-${newId()}`] as const)
  return {
    match: newId(),
    pair: { search: newId(), offer: newId() },
    by: people[0],
    atMs: NOW,
    checkAtMs: NOW + DAY_MS,
    ...over,
    people,
  }
}

const aMessage = (channel: Channel, side: 0 | 1, over: Partial<NewMessage> = {}): NewMessage => ({
  channel: channel.id,
  id: newId(),
  from: channel.people[side],
  at: NOW + 1,
  text: 'Is it still there?',
  ...over,
})

const anEvent = () => ({ id: newId(), type: 'chm', time: NOW, params: { channel: 'c', message: 'm' } })

/** The contract suite of `ChannelStore`. */
export function describeChannelStore(name: string, freshUrl: FreshUrl): void {
  describeOutbox(`${name} channel store`, async () => {
    const outbox = await openForTest(openChannelStore, await freshUrl())
    return {
      outbox,
      async change() {
        // The events of one channel may wait for each other.
        const channel = await outbox.open(aWish())
        const event = anEvent()
        await outbox.say(aMessage(channel, 0), [event], { beforeAnswerMax: 99 })
        return event
      },
    }
  })

  describe(`${name} channel store`, () => {
    let store: Opened<ChannelStore>
    let other: Opened<ChannelStore>

    beforeAll(async () => {
      const url = await freshUrl()
      store = await openChannelStore(url)
      other = await openChannelStore(url)
      return async () => {
        await store.close()
        await other.close()
      }
    })

    const say = (channel: Channel, side: 0 | 1, over?: Partial<NewMessage>) =>
      store.say(aMessage(channel, side, over), [], LIMITS)
    /** Writes a message that is not refused. */
    const write = async (...wanted: Parameters<typeof say>): Promise<Message> => {
      const message = await say(...wanted)
      if (typeof message === 'string') throw new Error(`Cannot write: ${message}`)
      return message
    }
    const changedSince = async (person: string, after: number) => {
      const { channels, messages } = await store.changesOf(person, after, 99)
      return [...channels.map(({ channel }) => channel.id), ...messages.map(({ id }) => id)]
    }
    const lastOf = async (person: string) => (await store.lastChanges([person])).get(person) ?? 0

    test('open() creates one channel for a pair, also when both open it at once, with any of its matches', async () => {
      const wish = aWish()
      const [anna, ben] = wish.people
      const later = { ...wish, match: newId(), by: ben }
      const [first, ...others] = await Promise.all([
        store.open(wish),
        other.open(later),
        other.open({ ...wish, by: ben }),
      ])
      const { id } = first
      expect(others.map((each) => each.id)).toEqual([id, id])
      expect([wish.match, later.match]).toContain(id)
      expect(await store.find(id)).toEqual({
        id,
        match: later.match,
        pair: wish.pair,
        people: [anna, ben],
        openedAt: NOW,
        movedAt: NOW,
        said: [0, 0],
        readTo: [0, 0],
      })
      expect((await store.open({ ...wish, by: ben })).match).toBe(later.match)
      expect(await other.ofPair(wish.pair)).toEqual(await store.find(id))
      expect(await store.find(newId())).toBeUndefined()
      expect(await store.ofPair({ search: wish.pair.search, offer: newId() })).toBeUndefined()
    })

    test('a closed channel is opened again by either person, but one that a person left by this person only', async () => {
      const wish = aWish()
      const [anna, ben] = wish.people
      const { id } = await store.open(wish)
      const isOpenFor = async (by: string) =>
        (await store.open({ ...wish, by, atMs: NOW + 9 })).closed === undefined
      for (const why of ['ended', 'block'] as const) {
        expect(await store.end(id, { at: NOW + 2, why })).toBe(true)
        expect((await store.find(id))?.closed).toEqual({ at: NOW + 2, why })
        expect(await isOpenFor(ben)).toBe(true)
      }
      expect((await store.find(id))?.movedAt).toBe(NOW + 9)
      await store.end(id, { at: NOW + 3, why: 'left', by: anna })
      expect(await isOpenFor(ben)).toBe(false)
      expect((await store.find(id))?.closed).toEqual({ at: NOW + 3, why: 'left', by: anna })
      expect(await isOpenFor(anna)).toBe(true)
      expect(await store.end('unknown', { at: NOW, why: 'ended' })).toBe(false)
    })

    test('concurrent end() calls close it once, for the reason of that one', async () => {
      const { id, people } = await store.open(aWish())
      const ends = [
        { at: NOW + 1, why: 'left', by: people[0] },
        { at: NOW + 2, why: 'ended' },
      ] as const
      const closed = await Promise.all([
        store.end(id, ends[0]),
        other.end(id, ends[1]),
        store.end(id, ends[1]),
      ])
      expect(closed.filter(Boolean)).toHaveLength(1)
      expect((await store.find(id))?.closed).toEqual(ends[closed[0] ? 0 : 1])
    })

    test('say() numbers messages in their order, counts them by side, and moves the channel', async () => {
      const channel = await store.open(aWish())
      const first = aMessage(channel, 0, { image: 'picture' })
      expect(await store.say(first, [], LIMITS)).toEqual({ ...first, seq: 1, version: 1 })
      expect(await say(channel, 1, { at: NOW + 5 })).toMatchObject({ seq: 2 })
      expect(await say(channel, 0, { at: NOW + 4 })).toMatchObject({ seq: 3 })
      expect(await store.find(channel.id)).toMatchObject({ said: [2, 1], movedAt: NOW + 5 })
      expect(await store.message(channel.id, first.id)).toEqual({ ...first, seq: 1, version: 1 })
      expect(await store.message(channel.id, 'unknown')).toBeUndefined()
    })

    test('say() with a known id writes nothing, and returns the known message, also when it is closed', async () => {
      const channel = await store.open(aWish())
      const message = aMessage(channel, 0)
      const [once, ...again] = await Promise.all(
        [store, other, store].map((each) => each.say(message, [], { beforeAnswerMax: 1 })),
      )
      for (const repeated of again) expect(repeated).toEqual(once)
      await store.end(channel.id, { at: NOW, why: 'ended' })
      expect(await store.say({ ...message, text: 'Other words' }, [], LIMITS)).toEqual(once)
      expect((await store.find(channel.id))?.said).toEqual([1, 0])
    })

    test('say() is refused when it is closed, by strangers, and before the other person has answered beyond the limit', async () => {
      const channel = await store.open(aWish())
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          (index % 2 === 0 ? store : other).say(aMessage(channel, 0), [], LIMITS),
        ),
      )
      expect(answers.filter((answer) => answer === 'unanswered')).toHaveLength(4)
      expect(await say(channel, 1)).toMatchObject({ seq: 3 })
      expect(await say(channel, 0)).toMatchObject({ seq: 4 })
      expect(await say(channel, 0, { from: 'somebody' })).toBe('closed')
      expect(await say(channel, 0, { channel: 'unknown' })).toBe('closed')
      await store.end(channel.id, { at: NOW, why: 'ended' })
      expect(await say(channel, 1)).toBe('closed')
      expect(await store.messages(channel.id, 99)).toHaveLength(4)
    })

    test('messages and marks of many writers at once: numbers without gaps, each change once and in order for both', async () => {
      const channel = await store.open(aWish())
      await store.say(aMessage(channel, 0), [], LIMITS)
      await store.say(aMessage(channel, 1), [], LIMITS)
      const before = await lastOf(channel.people[0])
      const written = await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          const each = index % 2 === 0 ? store : other
          const side = index % 3 === 0 ? 1 : 0
          const message = await each.say(aMessage(channel, side), [], LIMITS)
          await each.read(channel.id, { person: channel.people[side], seq: index }, [])
          return typeof message === 'string' ? 0 : message.seq
        }),
      )
      expect(written.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 3))
      expect((await store.messages(channel.id, 99)).map(({ seq }) => seq)).toEqual(
        Array.from({ length: 14 }, (_, index) => 14 - index),
      )
      const { messages, last } = await store.changesOf(channel.people[0], before, 99)
      // In the order of their numbers, whoever wrote them.
      expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_, index) => index + 3))
      expect(last).toBe(await lastOf(channel.people[0]))
    })

    test('say(), read() and end() at once: nothing is written after the end', async () => {
      const channel = await store.open(aWish())
      const answers = await Promise.all([
        say(channel, 0),
        other.end(channel.id, { at: NOW + 1, why: 'ended' }),
        other.say(aMessage(channel, 1), [], LIMITS),
        store.read(channel.id, { person: channel.people[1], seq: 9 }, []),
        say(channel, 0),
      ])
      const written = answers.filter((answer) => typeof answer === 'object')
      const known = await store.find(channel.id)
      expect((known?.said[0] ?? 0) + (known?.said[1] ?? 0)).toBe(written.length)
      expect(known?.closed).toEqual({ at: NOW + 1, why: 'ended' })
      expect(await say(channel, 1)).toBe('closed')
    })

    test('messages() gives pages, newest first', async () => {
      const channel = await store.open(aWish())
      for (const side of [0, 1, 0, 1, 0] as const) await say(channel, side)
      const seqs = async (limit: number, before?: number) =>
        (await store.messages(channel.id, limit, before)).map(({ seq }) => seq)
      expect(await seqs(2)).toEqual([5, 4])
      expect(await seqs(2, 4)).toEqual([3, 2])
      expect(await seqs(9, 2)).toEqual([1])
      expect(await store.messages('unknown', 9)).toEqual([])
    })

    test('change() edits or deletes a message of its writer, within the time, in the version that was seen', async () => {
      const channel = await store.open(aWish())
      const [anna, ben] = channel.people
      const message = await write(channel, 0, { image: 'picture' })
      const wanted = {
        channel: channel.id,
        id: message.id,
        by: anna,
        version: 1,
        to: { text: 'Sorry' },
        atMs: NOW + 9,
        writtenSinceMs: message.at,
      }
      expect(await store.change({ ...wanted, by: ben }, [])).toBeUndefined()
      expect(await store.change({ ...wanted, id: 'unknown' }, [])).toBeUndefined()
      expect(await store.change({ ...wanted, writtenSinceMs: message.at + 1 }, [])).toBe('late')
      expect(await store.change({ ...wanted, version: 2 }, [])).toBe('stale')
      const edited = { ...message, text: 'Sorry', version: 2, editedAt: NOW + 9 }
      expect(await store.change(wanted, [])).toEqual(edited)
      expect(await store.message(channel.id, message.id)).toEqual(edited)
      const erased = { ...edited, text: '', image: undefined, version: 3, deletedAt: NOW + 10 }
      const erase = { ...wanted, version: undefined, to: 'deleted', atMs: NOW + 10 } as const
      expect(await store.change(erase, [])).toEqual(erased)
      expect(await store.change(erase, [])).toEqual(erased)
      expect(await store.change({ ...wanted, version: 3 }, [])).toBeUndefined()
      expect(await store.messages(channel.id, 9)).toEqual([erased])
    })

    test('concurrent change() calls that saw one version: one of them changes it', async () => {
      const channel = await store.open(aWish())
      const message = await write(channel, 0)
      const wanted = {
        channel: channel.id,
        id: message.id,
        by: message.from,
        version: 1,
        atMs: NOW,
        writtenSinceMs: 0,
      }
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((text, index) =>
          (index === 1 ? other : store).change({ ...wanted, to: { text } }, []),
        ),
      )
      expect(answers.filter((answer) => answer === 'stale')).toHaveLength(2)
      expect((await store.message(channel.id, message.id))?.version).toBe(2)
    })

    test('ofPerson() gives the channels of a person, those that moved last first, in pages, with unread messages and the last one', async () => {
      const anna = `anna-${newId()}`
      const wishes = Array.from({ length: 5 }, (_, index) =>
        aWish({ people: index % 2 === 0 ? [anna, newId()] : [newId(), anna], atMs: NOW - (index % 3) }),
      )
      const first = await store.open(wishes[0] ?? aWish())
      const channels = [first]
      for (const wish of wishes.slice(1)) channels.push(await store.open(wish))
      await say(first, 1, { at: NOW + 7 })
      const second = await write(first, 1, { at: NOW + 8 })
      const list = await store.ofPerson(anna, 9)
      expect(list.map(({ channel }) => channel.id).toSorted()).toEqual(
        channels.map(({ id }) => id).toSorted(),
      )
      expect(list[0]).toMatchObject({ channel: { id: first.id }, unread: 2, last: second })
      expect(list[1]).toMatchObject({ unread: 0, last: undefined })
      for (const shown of list) expect(await other.show(shown.channel, anna)).toEqual(shown)
      const paged: string[] = []
      for (let page = await store.ofPerson(anna, 2); page.length > 0;) {
        paged.push(...page.map(({ channel }) => channel.id))
        page = await store.ofPerson(anna, 2, page.at(-1)?.channel)
      }
      expect(paged).toEqual(list.map(({ channel }) => channel.id))
      expect((await store.ofPerson(first.people[1], 9))[0]).toMatchObject({ unread: 0 })
      expect(await store.ofPerson('nobody', 9)).toEqual([])
    })

    test('read() marks messages as read up to one of them, never back and never beyond the last', async () => {
      const channel = await store.open(aWish())
      const [anna, ben] = channel.people
      for (const side of [0, 1, 0] as const) await say(channel, side)
      const unreadOf = async (person: string) => (await store.ofPerson(person, 1))[0]?.unread
      expect([await unreadOf(anna), await unreadOf(ben)]).toEqual([1, 2])
      await store.read(channel.id, { person: ben, seq: 1 }, [])
      expect(await unreadOf(ben)).toBe(1)
      await store.read(channel.id, { person: ben, seq: 99 }, [])
      await store.read(channel.id, { person: ben, seq: 2 }, [])
      await store.read(channel.id, { person: 'somebody', seq: 3 }, [])
      await store.read('unknown', { person: ben, seq: 3 }, [])
      expect((await store.find(channel.id))?.readTo).toEqual([0, 3])
      expect([await unreadOf(anna), await unreadOf(ben)]).toEqual([1, 0])
      const [, answer] = await store.messages(channel.id, 2)
      const erase = {
        channel: channel.id,
        id: answer?.id ?? '',
        by: ben,
        to: 'deleted',
        atMs: NOW,
        writtenSinceMs: 0,
      } as const
      expect(await store.change(erase, [])).toBeDefined()
      expect(await unreadOf(anna)).toBe(0)
    })

    test('unreadIn() tells for both people of each channel what they have not read', async () => {
      const [channel, quiet] = [await store.open(aWish()), await store.open(aWish())]
      const [anna, ben] = channel.people
      const first = await write(channel, 0)
      for (const side of [0, 1, 0] as const) await say(channel, side)
      const unread = async () => {
        const all = await other.unreadIn([quiet.id, 'unknown', channel.id])
        return new Map(all.map((each) => [each.channel.id, each.unread]))
      }
      expect(await unread()).toEqual(
        new Map([
          [quiet.id, [0, 0]],
          [channel.id, [1, 3]],
        ]),
      )
      const erase = { channel: channel.id, by: anna, to: 'deleted', atMs: NOW, writtenSinceMs: 0 } as const
      await store.change({ ...erase, id: first.id }, [])
      await store.read(channel.id, { person: ben, seq: 2 }, [])
      expect((await unread()).get(channel.id)).toEqual([1, 1])
      await store.removeOf(ben, NOW)
      expect((await unread()).get(channel.id)).toEqual([0, expect.any(Number)])
      expect(await store.unreadIn([])).toEqual([])
    })

    test('read() and change() store their events with a mark that moves, and with a change', async () => {
      const own = await openForTest(openChannelStore, await freshUrl())
      const channel = await own.open(aWish())
      const message = aMessage(channel, 0)
      await own.say(message, [], LIMITS)
      const [read, again, changed, stale] = [anEvent(), anEvent(), anEvent(), anEvent()]
      await own.read(channel.id, { person: channel.people[1], seq: 1 }, [read])
      await own.read(channel.id, { person: channel.people[1], seq: 1 }, [again])
      const erase = { channel: channel.id, id: message.id, by: message.from, atMs: NOW, writtenSinceMs: 0 }
      await own.change({ ...erase, to: 'deleted' }, [changed])
      await own.change({ ...erase, to: 'deleted' }, [stale])
      expect(await own.leaseUnsent(9, 1_000, NOW)).toEqual([read, changed])
    })

    test('changesOf() gives what a person has not seen: new, edited and deleted messages, marks, and the end', async () => {
      const channel = await store.open(aWish())
      const [anna, ben] = channel.people
      expect(await changedSince(ben, 0)).toEqual([channel.id])
      const message = await write(channel, 0)
      const seen = await lastOf(ben)
      expect(await changedSince(ben, seen)).toEqual([])
      const wanted = { channel: channel.id, id: message.id, by: anna, atMs: NOW, writtenSinceMs: 0 }
      await store.change({ ...wanted, to: { text: 'x' } }, [])
      expect(await changedSince(ben, seen)).toEqual([message.id])
      await store.change({ ...wanted, to: 'deleted' }, [])
      const { messages, last } = await store.changesOf(ben, seen, 99)
      expect(messages).toMatchObject([{ id: message.id, text: '', deletedAt: NOW }])
      await store.read(channel.id, { person: ben, seq: 1 }, [])
      expect(await changedSince(anna, (await lastOf(anna)) - 1)).toEqual([channel.id])
      expect(await changedSince(ben, last)).toEqual([channel.id])
      await store.read(channel.id, { person: ben, seq: 1 }, [])
      const marked = await lastOf(ben)
      await store.end(channel.id, { at: NOW, why: 'ended' })
      const end = await store.changesOf(ben, marked, 99)
      expect(end.channels).toMatchObject([{ channel: { closed: { why: 'ended' } } }])
      expect(end.last).toBe(marked + 1)
      expect(await store.changesOf(ben, end.last, 99)).toEqual({ channels: [], messages: [], last: end.last })
      expect((await store.changesOf(ben, 0, 1)).last).toBeLessThan(end.last)
      expect(await store.lastChanges([newId()])).toEqual(new Map())
    })

    test('due() leases open channels whose time has come, each once, until checkAgain()', async () => {
      const own = await openForTest(openChannelStore, await freshUrl())
      const open = async (checkAtMs: number) => (await own.open(aWish({ checkAtMs }))).id
      const [late, early, ended] = [await open(NOW - 1), await open(NOW - 2), await open(NOW - 3)]
      await open(NOW + 1)
      await own.end(ended, { at: NOW, why: 'ended' })
      const due = async (nowMs: number, limit = 9) => (await own.due(nowMs, 1_000, limit)).map(({ id }) => id)
      const leased = (await Promise.all([due(NOW, 1), due(NOW, 1), due(NOW, 1)])).flat()
      leased.push(...(await due(NOW)))
      expect(leased.toSorted()).toEqual([late, early].toSorted())
      expect(await due(NOW)).toEqual([])
      await own.checkAgain(early, NOW + 9_000)
      await own.checkAgain(ended, NOW)
      expect((await due(NOW + 1_000)).includes(late)).toBe(true)
      expect(await due(NOW + 8_999)).not.toContain(early)
      expect(await due(NOW + 9_000)).toContain(early)
    })

    test('removeOf() removes what a person wrote, closes the channels, and leaves no trace of the person', async () => {
      const wish = aWish()
      const [anna, ben] = wish.people
      const channel = await store.open(wish)
      for (const side of [0, 1, 0] as const) await say(channel, side)
      const elsewhere = await store.open(aWish())
      await say(elsewhere, 0)
      const seen = await lastOf(ben)
      await store.removeOf(anna, NOW + 9)
      await store.removeOf(anna, NOW + 10)
      const left = await store.find(channel.id)
      expect(left).toMatchObject({ people: ['', ben], closed: { at: NOW + 9, why: 'left' } })
      expect((await store.messages(channel.id, 9)).map(({ from }) => from)).toEqual([ben])
      expect(await store.ofPerson(anna, 9)).toEqual([])
      expect([...(await store.lastChanges([anna])).keys()]).toEqual([])
      expect(await changedSince(anna, 0)).toEqual([])
      expect(await changedSince(ben, seen)).toEqual([channel.id])
      expect((await store.open({ ...wish, by: ben })).closed).toBeDefined()
      expect(await say(channel, 1)).toBe('closed')
      expect(await store.messages(elsewhere.id, 9)).toHaveLength(1)
      await store.removeOf(ben, NOW + 11)
      expect(await store.find(channel.id)).toBeUndefined()
      expect(await store.messages(channel.id, 9)).toEqual([])
    })

    test('any text and any id is kept as it is', async () => {
      const channel = await store.open(aWish())
      await say(channel, 1)
      const text = fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.constantFrom('$text', '{"$ne":1}', "'; drop table channels --", '\u202Eright\nleft', '👩‍👩‍👧', ''),
      )
      await fc.assert(
        fc.asyncProperty(text, async (words) => {
          const message = aMessage(channel, 0, { text: words })
          expect(await store.say(message, [], LIMITS)).toMatchObject(message)
          expect((await store.message(channel.id, message.id))?.text).toBe(words)
        }),
        { numRuns: 15 },
      )
    })
  })
}
