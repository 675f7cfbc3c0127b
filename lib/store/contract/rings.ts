import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openRingStore } from '#lib/store/open.ts'

// The current time, because a server removes rings that no longer count.
const NOW = Date.now()
const HOUR_MS = 3_600_000
const LIMIT = { max: 3, windowMs: HOUR_MS }

/** The contract suite of `RingStore`. */
export function describeRingStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openRingStore, await freshUrl())
  const ring = (delivery: string, atMs = NOW, person = 'anna') => ({ person, delivery, atMs })

  describe(`${name} ring store`, () => {
    test('take() counts up to the limit, for each person', async () => {
      const store = await open()
      for (const delivery of ['d-1', 'd-2', 'd-3']) expect(await store.take(ring(delivery), LIMIT)).toBe(true)
      expect(await store.take(ring('d-4'), LIMIT)).toBe(false)
      expect(await store.take(ring('d-4', NOW, 'ben'), LIMIT)).toBe(true)
    })

    test('take() of a counted delivery is true and counts nothing, also at the limit', async () => {
      const store = await open()
      for (const delivery of ['d-1', 'd-1', 'd-1', 'd-2', 'd-3', 'd-1']) {
        expect(await store.take(ring(delivery), LIMIT)).toBe(true)
      }
      expect(await store.take(ring('d-4'), LIMIT)).toBe(false)
      expect(await store.take(ring('d-3', NOW + HOUR_MS - 1), LIMIT)).toBe(true)
    })

    test('take() uses a sliding window before each ring, not hours of the clock', async () => {
      const store = await open()
      for (const [delivery, minutes] of [
        ['d-1', 0],
        ['d-2', 20],
        ['d-3', 40],
      ] as const) {
        expect(await store.take(ring(delivery, NOW + minutes * 60_000), LIMIT)).toBe(true)
      }
      expect(await store.take(ring('d-4', NOW + HOUR_MS - 1), LIMIT)).toBe(false)
      expect(await store.take(ring('d-4', NOW + HOUR_MS), LIMIT)).toBe(true)
      expect(await store.take(ring('d-5', NOW + HOUR_MS + 1), LIMIT)).toBe(false)
      expect(await store.take(ring('d-5', NOW + HOUR_MS + 20 * 60_000), LIMIT)).toBe(true)
    })

    test('take() counts a ring that arrives late in the window of its own time', async () => {
      const store = await open()
      for (const delivery of ['d-1', 'd-2']) {
        expect(await store.take(ring(delivery, NOW - 5 * HOUR_MS), LIMIT)).toBe(true)
      }
      for (const delivery of ['d-3', 'd-4', 'd-5']) expect(await store.take(ring(delivery), LIMIT)).toBe(true)
      expect(await store.take(ring('d-6'), LIMIT)).toBe(false)
      expect(await store.take(ring('d-7', NOW - 2 * HOUR_MS), LIMIT)).toBe(true)
      expect(await store.take(ring('d-8', NOW - 1), LIMIT)).toBe(false)
    })

    test('take() keeps to the limit when the newest rings come first', async () => {
      const store = await open()
      const moments = [5, 4, 3, 2, 1, 0].map((minutes) => NOW + minutes * 60_000)
      const answers: boolean[] = []
      for (const atMs of moments) answers.push(await store.take(ring(`d ${atMs}`, atMs), LIMIT))
      expect(answers).toEqual([true, true, true, false, false, false])
    })

    test('concurrent take() calls through two connections keep to the limit', async () => {
      const url = await freshUrl()
      const stores = [await openForTest(openRingStore, url), await openForTest(openRingStore, url)]
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          stores.map((store, place) => store.take(ring(`d-${index} ${place}`), LIMIT)),
        ).flat(),
      )
      expect(answers.filter((mayRing) => mayRing)).toHaveLength(LIMIT.max)
    })

    test('removeOf() removes the rings of one person, so the limit starts again', async () => {
      const store = await open()
      for (const person of ['anna', 'ben']) {
        for (const delivery of ['d-1', 'd-2', 'd-3']) await store.take(ring(delivery, NOW, person), LIMIT)
      }
      await store.removeOf('anna')
      await store.removeOf('nobody')
      expect(await store.take(ring('d-4'), LIMIT)).toBe(true)
      expect(await store.take(ring('d-4', NOW, 'ben'), LIMIT)).toBe(false)
    })

    test('take() compares ids as plain text, also with special characters', async () => {
      const store = await open()
      for (const person of ['$rings', '$$ROOT', "'; drop table caused_rings"]) {
        for (const delivery of ['$rings', '$$NOW', 'x']) {
          expect(await store.take(ring(delivery, NOW, person), LIMIT)).toBe(true)
        }
        expect(await store.take(ring('y', NOW, person), LIMIT)).toBe(false)
      }
    })
  })
}
