import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openEndingStore } from '#lib/store/open.ts'

const UNTIL = 10_000

/** The contract suite of `EndingStore`. */
export function describeEndingStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openEndingStore, await freshUrl())

  describe(`${name} ending store`, () => {
    test('add() keeps an entry, of one session or of a whole person', async () => {
      const store = await open()
      const one = await store.add({ person: 'ada', session: 's-1', until: UNTIL })
      const all = await store.add({ person: 'ada', until: UNTIL })
      const bens = await store.add({ person: 'ben', until: UNTIL })
      const ofAda = [
        { person: 'ada', session: 's-1', until: UNTIL, sequence: one },
        { person: 'ada', until: UNTIL, sequence: all },
      ]
      expect(await store.ofPerson('ada')).toEqual(ofAda)
      expect(await store.ofPerson('eve')).toEqual([])
      expect(await store.list(0, 10)).toEqual([...ofAda, { person: 'ben', until: UNTIL, sequence: bens }])
      expect(await store.list(one, 1)).toEqual(ofAda.slice(1))
      expect([one, all, bens]).toEqual([one, all, bens].toSorted((a, b) => a - b))
    })

    test('last() is lower than the sequence of each later entry, and never decreases', async () => {
      const store = await open()
      expect(await store.last()).toBe(0)
      for (const round of [1, 2, 3]) {
        const before = await store.last()
        const sequence = await store.add({ person: 'ada', until: UNTIL })
        expect([round, sequence > before]).toEqual([round, true])
        expect(await store.last()).toBe(sequence)
        await store.forget(UNTIL)
        expect(await store.last()).toBe(sequence)
      }
    })

    test('forget() deletes expired entries', async () => {
      const store = await open()
      await store.add({ person: 'ada', until: UNTIL })
      await store.add({ person: 'ada', until: UNTIL + 1 })
      expect(await store.forget(UNTIL - 1)).toBe(0)
      expect(await store.forget(UNTIL)).toBe(1)
      expect(await store.ofPerson('ada')).toMatchObject([{ until: UNTIL + 1 }])
    })

    test('a reader that continues from the last entry misses none, while others are written', async () => {
      const store = await open()
      const people = Array.from({ length: 12 }, (_, index) => `p${index}`)
      const writing = people.map((person) => store.add({ person, until: UNTIL }))
      const seen: string[] = []
      let last = 0
      for (let isWritten = false; ;) {
        const isLast = isWritten
        const page = await store.list(last, 5)
        for (const { person, sequence } of page) {
          expect(sequence).toBeGreaterThan(last)
          last = sequence
          seen.push(person)
        }
        if (page.length > 0) continue
        if (isLast) break
        await Promise.all(writing)
        isWritten = true
      }
      expect(seen.toSorted()).toEqual(people.toSorted())
    })

    test('an entry that one connection adds is visible to another one', async () => {
      const url = await freshUrl()
      const [one, other] = [await openForTest(openEndingStore, url), await openForTest(openEndingStore, url)]
      const sequence = await one.add({ person: 'ada', until: UNTIL })
      expect([await other.last(), (await other.list(0, 9)).length]).toEqual([sequence, 1])
    })
  })
}
