import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import type { CountedBatch } from '#lib/store/counters.ts'
import { openCounterStore } from '#lib/store/open.ts'

const MINUTE_MS = 60_000

/** The contract suite of `CounterStore`. */
export function describeCounterStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openCounterStore, await freshUrl())

  function aBatch(over: Partial<CountedBatch> = {}): CountedBatch {
    return {
      counter: 'events',
      topic: 'push.events',
      partition: 0,
      firstOffset: 0,
      nextOffset: 10,
      counts: [{ minute: MINUTE_MS, key: 'geo', count: 10 }],
      ...over,
    }
  }

  describe(`${name} counter store`, () => {
    test('countedTo() is 0 at first, then the offset after the last counted', async () => {
      const store = await open()
      expect(await store.countedTo('events', 'push.events', 0)).toBe(0)
      await store.add(aBatch())
      expect(await store.countedTo('events', 'push.events', 0)).toBe(10)
      expect(await store.countedTo('events', 'push.events', 1)).toBe(0)
      expect(await store.countedTo('events', 'push.notices', 0)).toBe(0)
      expect(await store.countedTo('searches', 'push.events', 0)).toBe(0)
    })

    test('add() refuses a batch that overlaps the counted offsets or leaves a gap', async () => {
      const store = await open()
      expect(await store.add(aBatch())).toBe(true)
      expect(await store.add(aBatch())).toBe(false)
      expect(await store.add(aBatch({ firstOffset: 5, nextOffset: 15 }))).toBe(false)
      expect(await store.add(aBatch({ firstOffset: 11, nextOffset: 15 }))).toBe(false)
      expect(await store.add(aBatch({ firstOffset: 10, nextOffset: 12 }))).toBe(true)
      expect(await store.series('events', 0)).toEqual([{ minute: MINUTE_MS, key: 'geo', count: 20 }])
      expect(await store.countedTo('events', 'push.events', 0)).toBe(12)
    })

    test('concurrent add() calls of one batch count it once', async () => {
      const store = await open()
      const answers = await Promise.all(Array.from({ length: 6 }, () => store.add(aBatch())))
      expect(answers.filter((isCounted) => isCounted)).toHaveLength(1)
      expect(await store.series('events', 0)).toEqual([{ minute: MINUTE_MS, key: 'geo', count: 10 }])
    })

    test('add() sums over partitions and keeps counters apart', async () => {
      const store = await open()
      await store.add(aBatch())
      await store.add(aBatch({ partition: 1 }))
      await store.add(aBatch({ counter: 'searches' }))
      expect(await store.series('events', 0)).toEqual([{ minute: MINUTE_MS, key: 'geo', count: 20 }])
    })

    test('add() advances the offset for a batch with nothing to count', async () => {
      const store = await open()
      expect(await store.add(aBatch({ counts: [] }))).toBe(true)
      expect(await store.countedTo('events', 'push.events', 0)).toBe(10)
      expect(await store.series('events', 0)).toEqual([])
    })

    test('series() returns the counts from a time on, in order of time', async () => {
      const store = await open()
      const counts = [3, 1, 2].map((minute) => ({ minute: minute * MINUTE_MS, key: 'geo', count: minute }))
      await store.add(aBatch({ counts: [...counts, { minute: 2 * MINUTE_MS, key: 'srch', count: 7 }] }))
      expect(await store.series('events', 2 * MINUTE_MS)).toEqual([
        { minute: 2 * MINUTE_MS, key: 'geo', count: 2 },
        { minute: 2 * MINUTE_MS, key: 'srch', count: 7 },
        { minute: 3 * MINUTE_MS, key: 'geo', count: 3 },
      ])
    })
  })
}
