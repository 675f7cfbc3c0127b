import { afterEach, describe, expect, test } from 'vitest'
import type { StreamEntry, StreamReader, StreamWriter } from '#lib/stream-log/stream-log.ts'

/** One log, empty at first, on which both sides can be opened. */
export interface StreamUnderTest {
  openWriter(): Promise<StreamWriter>
  openReader(member: { readonly group: string; readonly consumer: string }): Promise<StreamReader>
}

// Generous, so that no test fails on a busy machine; a passing test never waits that long.
const SOON_MS = 10_000
const LONG_MS = 3_600_000

/** The promises of the stream log port, each as a test; `open` returns a fresh log for each. */
export function describeStreamLog(name: string, open: () => Promise<StreamUnderTest>): void {
  describe(`stream log on ${name}`, () => {
    const opened: { close(): Promise<void> }[] = []

    afterEach(async () => {
      for (const side of opened.splice(0)) await side.close()
    })

    async function start(group = 'enrich') {
      const log = await open()
      async function openReader(consumer: string, ofGroup = group): Promise<StreamReader> {
        const reader = await log.openReader({ group: ofGroup, consumer })
        opened.push(reader)
        return reader
      }
      const writer = await log.openWriter()
      opened.push(writer)
      return { writer, reader: await openReader('one'), openReader }
    }

    describe('append() and take()', () => {
      test('return all values, oldest first, for any text', async () => {
        const { writer, reader } = await start()
        const values = ['{"type":"geo"}', '', 'Grüße 🚲 \u0000 \n', 'x'.repeat(40_000)]

        await writer.append(values)
        await writer.append(['last'])

        expect(valuesOf(await reader.take(10, 0))).toEqual([...values, 'last'])
      })

      test('say that an entry is handed out for the first time, and when it was appended', async () => {
        const { writer, reader } = await start()
        await writer.append(['a'])

        const [entry] = await reader.take(10, 0)

        expect(entry?.deliveries).toBe(1)
        expect(Math.abs((entry?.appendedAt ?? 0) - Date.now())).toBeLessThan(60_000)
      })

      test('keep what concurrent writers append, each in its order', async () => {
        const { writer, reader } = await start()
        const appendAll = async (prefix: string) => {
          for (let index = 0; index < 20; index += 1)
            await writer.append([`${prefix}${index}`, `${prefix}${index}+`])
        }

        await Promise.all(['a', 'b', 'c'].map(appendAll))

        const taken = valuesOf(await reader.take(1_000, 0))
        for (const prefix of ['a', 'b', 'c']) {
          const expected = Array.from({ length: 20 }, (_, index) => [
            `${prefix}${index}`,
            `${prefix}${index}+`,
          ]).flat()
          expect(taken.filter((value) => value.startsWith(prefix))).toEqual(expected)
        }
      })

      test('append() of an empty list adds nothing', async () => {
        const { writer, reader } = await start()

        await writer.append([])

        expect((await reader.books()).added).toBe(0)
      })

      test('take() returns no more than asked for, and the next take continues after it', async () => {
        const { writer, reader } = await start()
        await writer.append(['a', 'b', 'c'])

        expect(valuesOf(await reader.take(2, 0))).toEqual(['a', 'b'])
        expect(valuesOf(await reader.take(2, 0))).toEqual(['c'])
      })

      test('take() waits for the first entry', async () => {
        const { writer, reader } = await start()

        const taking = reader.take(10, LONG_MS)
        await writer.append(['a'])

        expect(valuesOf(await taking)).toEqual(['a'])
      })

      test('take() returns nothing when nothing comes in time', async () => {
        const { reader } = await start()

        expect(await reader.take(10, 20)).toEqual([])
      })

      test('check() resolves when an append would be accepted', async () => {
        const { writer, reader } = await start()

        await writer.check()

        expect((await reader.books()).added).toBe(0)
      })
    })

    describe('readers of one group', () => {
      test('compete: every entry goes to one of them', async () => {
        const { writer, reader, openReader } = await start()
        const readers = [reader, await openReader('two')]
        const values = Array.from({ length: 400 }, (_, index) => `value ${index}`)
        const taken: string[] = []
        const takeAll = async (one: StreamReader) => {
          while (taken.length < values.length) taken.push(...valuesOf(await one.take(7, 50)))
        }

        await Promise.all([...values.map((value) => writer.append([value])), ...readers.map(takeAll)])

        expect(taken.toSorted()).toEqual(values.toSorted())
      })

      test('another group is given every entry as well, also those appended before it was made', async () => {
        const { writer, reader, openReader } = await start()
        await writer.append(['a', 'b'])
        await reader.ack(published(await reader.take(10, 0)))

        const other = await openReader('one', 'audit')

        expect(valuesOf(await other.take(10, 0))).toEqual(['a', 'b'])
      })

      test('a group continues at its position when its readers come back', async () => {
        const { writer, reader, openReader } = await start()
        await writer.append(['a', 'b'])
        await reader.ack(published(await reader.take(1, 0)))
        await reader.close()

        const back = await openReader('two')

        expect(valuesOf(await back.take(10, 0))).toEqual(['b'])
      })

      test('close() ends a waiting take', async () => {
        const { reader } = await start()

        const taking = reader.take(10, LONG_MS)
        await reader.close()

        expect(await taking).toEqual([])
      })
    })

    describe('reclaim()', () => {
      test('hands out unacked entries again, and counts how often', async () => {
        const { writer, reader, openReader } = await start()
        const other = await openReader('two')
        await writer.append(['a', 'b'])
        await reader.take(10, 0)

        const again = await other.reclaim(0, 10)
        const onceMore = await reader.reclaim(0, 10)

        expect(again.map(({ value, deliveries }) => [value, deliveries])).toEqual([
          ['a', 2],
          ['b', 2],
        ])
        expect(onceMore.map(({ deliveries }) => deliveries)).toEqual([3, 3])
      })

      test('an entry keeps its token and its time', async () => {
        const { writer, reader } = await start()
        await writer.append(['a'])
        const [first] = await reader.take(10, 0)

        const [again] = await reader.reclaim(0, 10)

        expect(again).toEqual({ ...first, deliveries: 2 })
      })

      test('does not return entries that a living reader was given recently', async () => {
        const { writer, reader, openReader } = await start()
        const other = await openReader('two')
        await writer.append(['a'])
        await reader.take(10, 0)

        expect(await other.reclaim(LONG_MS, 10)).toEqual([])
      })

      test('restarts the idle time when it hands out an entry', async () => {
        const { writer, reader, openReader } = await start()
        const other = await openReader('two')
        await writer.append(['a'])
        await reader.take(10, 0)
        await other.reclaim(0, 10)

        expect(await reader.reclaim(LONG_MS, 10)).toEqual([])
      })

      test('returns no more than asked for, and neither acked nor unread entries', async () => {
        const { writer, reader } = await start()
        await writer.append(['a', 'b', 'c', 'd'])
        const [first] = await reader.take(3, 0)
        await reader.ack(published(first === undefined ? [] : [first]))

        expect(await reader.reclaim(0, 1)).toHaveLength(1)
        expect(valuesOf(await reader.reclaim(0, 10)).toSorted()).toEqual(['b', 'c'])
      })

      test('returns entries that a closed reader left behind; they stay pending until then', async () => {
        const { writer, reader, openReader } = await start()
        const other = await openReader('two')
        await writer.append(['a'])
        await reader.take(10, 0)
        await reader.close()

        expect(await other.lag()).toMatchObject({ unread: 0, pending: 1 })
        expect(valuesOf(await other.reclaim(0, 10))).toEqual(['a'])
      })
    })

    describe('ack()', () => {
      test('counts the outcome of every entry', async () => {
        const { writer, reader } = await start()
        await writer.append(['a', 'b', 'c', 'd'])
        const [a, b, c, d] = (await reader.take(10, 0)).map(({ token }) => token)

        await reader.ack([
          { token: a ?? '', outcome: 'published' },
          { token: b ?? '', outcome: 'duplicate' },
          { token: c ?? '', outcome: 'dead' },
          { token: d ?? '', outcome: 'published' },
        ])

        expect(await reader.books()).toEqual({
          added: 4,
          published: 2,
          duplicate: 1,
          dead: 1,
          pending: 0,
          unread: 0,
        })
      })

      test('ignores tokens that are unknown or already acked', async () => {
        const { writer, reader } = await start()
        await writer.append(['a'])
        const entries = await reader.take(10, 0)

        await reader.ack([...published(entries), ...published(entries)])
        await reader.ack([...published(entries), { token: 'no such token', outcome: 'dead' }])

        expect(await reader.books()).toMatchObject({ published: 1, dead: 0, pending: 0 })
      })

      test('may come from another reader than the one that took', async () => {
        const { writer, reader, openReader } = await start()
        const other = await openReader('two')
        await writer.append(['a'])

        await other.ack(published(await reader.take(10, 0)))

        expect(await reader.reclaim(0, 10)).toEqual([])
      })

      test('is for one group only', async () => {
        const { writer, reader, openReader } = await start()
        const other = await openReader('one', 'audit')
        await writer.append(['a'])
        await other.take(10, 0)

        await reader.ack(published(await reader.take(10, 0)))

        expect(await other.lag()).toMatchObject({ pending: 1 })
      })
    })

    describe('claimNew()', () => {
      async function takeThree() {
        const { writer, reader, openReader } = await start()
        await writer.append(['a', 'b', 'c'])
        const [first = '', second = '', third = ''] = (await reader.take(3, 0)).map(({ token }) => token)
        return { reader, other: await openReader('two'), first, second, third }
      }

      test('lets the first entry with a key win, in one call', async () => {
        const { reader, first, second, third } = await takeThree()
        const claims = [
          { key: 'k', token: first },
          { key: 'k', token: second },
          { key: 'other', token: third },
        ]

        expect(await reader.claimNew(claims, LONG_MS)).toEqual([true, false, true])
      })

      test('lets the first entry with a key win across calls and readers', async () => {
        const { reader, other, first, second } = await takeThree()

        expect(await reader.claimNew([{ key: 'k', token: first }], LONG_MS)).toEqual([true])
        expect(await other.claimNew([{ key: 'k', token: second }], LONG_MS)).toEqual([false])
      })

      test('lets the winner win again when it is redelivered', async () => {
        const { reader, other, first, second } = await takeThree()
        const claims = [
          { key: 'k', token: first },
          { key: 'k', token: first },
        ]

        expect(await reader.claimNew(claims, LONG_MS)).toEqual([true, true])
        expect(await other.claimNew(claims, LONG_MS)).toEqual([true, true])
        expect(await other.claimNew([{ key: 'k', token: second }], LONG_MS)).toEqual([false])
      })

      test('lets exactly one of concurrent claims win', async () => {
        const { reader, other, first, second } = await takeThree()

        const results = await Promise.all([
          reader.claimNew([{ key: 'k', token: first }], LONG_MS),
          other.claimNew([{ key: 'k', token: second }], LONG_MS),
        ])

        expect(results.flat().filter((isWinner) => isWinner)).toHaveLength(1)
      })

      test('lets another entry win once the claim has expired', async () => {
        const { reader, first, second } = await takeThree()
        await reader.claimNew([{ key: 'k', token: first }], 50)

        await expect.poll(() => reader.claimNew([{ key: 'k', token: second }], LONG_MS), soon).toEqual([true])
        expect(await reader.claimNew([{ key: 'k', token: first }], LONG_MS)).toEqual([false])
      })

      test('returns an empty list for no claims', async () => {
        const { reader } = await takeThree()

        expect(await reader.claimNew([], LONG_MS)).toEqual([])
      })
    })

    describe('books() and lag()', () => {
      test('balance after every step', async () => {
        const { writer, reader } = await start()
        async function expectBooks(expected: Record<string, number>): Promise<void> {
          const books = await reader.books()
          const { added, published: passed, duplicate, dead, pending, unread } = books
          expect(books).toMatchObject(expected)
          expect(passed + duplicate + dead + pending + unread).toBe(added)
          expect(await reader.lag()).toMatchObject({ pending, unread })
        }

        await expectBooks({ added: 0 })
        await writer.append(['a', 'b', 'c'])
        await expectBooks({ added: 3, unread: 3, pending: 0 })
        const entries = await reader.take(2, 0)
        await expectBooks({ added: 3, unread: 1, pending: 2 })
        await reader.ack(published(entries.slice(0, 1)))
        await expectBooks({ added: 3, unread: 1, pending: 1, published: 1 })
        const again = await reader.reclaim(0, 10)
        await expectBooks({ added: 3, unread: 1, pending: 1, published: 1 })
        await reader.ack(again.map(({ token }) => ({ token, outcome: 'dead' })))
        await expectBooks({ added: 3, unread: 1, pending: 0, published: 1, dead: 1 })
        await trimAll(reader, 2)
        await expectBooks({ added: 3, unread: 1, pending: 0, published: 1, dead: 1 })
      })

      test('lag() tells the age of the oldest unacked entry, read or not', async () => {
        const { writer, reader } = await start()
        const oldestUnackedMs = async () => (await reader.lag()).oldestUnackedMs

        expect(await oldestUnackedMs()).toBe(0)
        await writer.append(['a'])
        await expect.poll(oldestUnackedMs, soon).toBeGreaterThan(30)
        const entries = await reader.take(10, 0)
        await writer.append(['b'])
        expect(await oldestUnackedMs()).toBeGreaterThan(30)
        await reader.ack(published([...entries, ...(await reader.take(10, 0))]))
        expect(await oldestUnackedMs()).toBe(0)
      })

      test('a group created after a trim counts only the remaining entries', async () => {
        const { writer, reader, openReader } = await start()
        await writer.append(['a', 'b'])
        await reader.ack(published(await reader.take(10, 0)))
        await trimAll(reader, 2)
        await writer.append(['c'])

        const late = await openReader('one', 'late')
        const entries = await late.take(10, 0)
        const books = await late.books()

        expect(valuesOf(entries)).toEqual(['c'])
        expect(books.published + books.duplicate + books.dead + books.pending + books.unread).toBe(
          books.added,
        )
      })
    })

    describe('trim()', () => {
      test('removes acked entries, but no unacked or unread ones', async () => {
        const { writer, reader } = await start()
        await writer.append(['a', 'b', 'c', 'd'])
        const [a, b] = await reader.take(2, 0)
        await reader.take(1, 0)
        await reader.ack(published([a, b].flatMap((entry) => entry ?? [])))

        await trimAll(reader, 2)

        expect(await reader.trim(0)).toBe(0)
        expect(valuesOf(await reader.reclaim(0, 10))).toEqual(['c'])
        expect(valuesOf(await reader.take(10, 0))).toEqual(['d'])
      })

      test('keeps entries that are younger than the retention', async () => {
        const { writer, reader, openReader } = await start()
        await writer.append(['a'])
        await reader.ack(published(await reader.take(10, 0)))

        expect(await reader.trim(LONG_MS)).toBe(0)
        const late = await openReader('one', 'late')
        expect(valuesOf(await late.take(10, 0))).toEqual(['a'])
      })

      test('waits for every group', async () => {
        const { writer, reader, openReader } = await start()
        const other = await openReader('one', 'audit')
        await writer.append(['a'])
        await reader.ack(published(await reader.take(10, 0)))

        expect(await reader.trim(0)).toBe(0)
        const entries = await other.take(10, 0)
        expect(await reader.trim(0)).toBe(0)
        await other.ack(published(entries))
        await trimAll(reader, 1)
      })
    })
  })
}

const soon = { timeout: SOON_MS, interval: 10 }

function valuesOf(entries: readonly StreamEntry[]): string[] {
  return entries.map(({ value }) => value)
}

function published(entries: readonly StreamEntry[]): { token: string; outcome: 'published' }[] {
  return entries.map(({ token }) => ({ token, outcome: 'published' }))
}

// An entry of the current millisecond is not older than 0 ms, so the first trim may come too early.
async function trimAll(reader: StreamReader, count: number): Promise<void> {
  let removed = 0
  await expect.poll(async () => (removed += await reader.trim(0)), soon).toBe(count)
}
