import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openRingStore } from '#lib/store/open.ts'
import type { CausedRing, RingStore } from '#lib/store/rings.ts'

// The current time, because a server removes rings that no longer count.
const NOW = Date.now()
const HOUR_MS = 3_600_000
const LIMIT = { max: 3, windowMs: HOUR_MS }

/** The contract suite of `RingStore`. */
export function describeRingStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openRingStore, await freshUrl())
  const ring = (delivery: string, atMs = NOW, person = 'anna') => ({ person, delivery, atMs })
  const isTaken = async (store: RingStore, one: CausedRing) =>
    (await store.take([one], LIMIT)).has(one.delivery)

  describe(`${name} ring store`, () => {
    test('take() uses the limit of a ring in place of that of the call', async () => {
      const store = await open()
      const rings = ['a', 'b', 'c'].map((delivery) => ({ person: 'ada', delivery, atMs: 5_000, max: 2 }))
      const others = ['d', 'e'].map((delivery) => ({ person: 'bob', delivery, atMs: 5_000 }))
      const none = { person: 'eve', delivery: 'f', atMs: 5_000, max: 0 }
      const limit = { max: 1, windowMs: 1_000 }
      expect(await store.take([...rings, ...others, none], limit)).toEqual(new Set(['a', 'b', 'd']))
    })

    test('take() counts up to the limit, for each person', async () => {
      const store = await open()
      for (const delivery of ['d-1', 'd-2', 'd-3']) expect(await isTaken(store, ring(delivery))).toBe(true)
      expect(await isTaken(store, ring('d-4'))).toBe(false)
      expect(await isTaken(store, ring('d-4', NOW, 'ben'))).toBe(true)
    })

    test('take() of a counted delivery is true and counts nothing, also at the limit', async () => {
      const store = await open()
      for (const delivery of ['d-1', 'd-1', 'd-1', 'd-2', 'd-3', 'd-1']) {
        expect(await isTaken(store, ring(delivery))).toBe(true)
      }
      expect(await isTaken(store, ring('d-4'))).toBe(false)
      expect(await isTaken(store, ring('d-3', NOW + HOUR_MS - 1))).toBe(true)
    })

    test('take() uses a sliding window before each ring, not hours of the clock', async () => {
      const store = await open()
      for (const [delivery, minutes] of [
        ['d-1', 0],
        ['d-2', 20],
        ['d-3', 40],
      ] as const) {
        expect(await isTaken(store, ring(delivery, NOW + minutes * 60_000))).toBe(true)
      }
      expect(await isTaken(store, ring('d-4', NOW + HOUR_MS - 1))).toBe(false)
      expect(await isTaken(store, ring('d-4', NOW + HOUR_MS))).toBe(true)
      expect(await isTaken(store, ring('d-5', NOW + HOUR_MS + 1))).toBe(false)
      expect(await isTaken(store, ring('d-5', NOW + HOUR_MS + 20 * 60_000))).toBe(true)
    })

    test('take() counts a ring that arrives late in the window of its own time', async () => {
      const store = await open()
      for (const delivery of ['d-1', 'd-2']) {
        expect(await isTaken(store, ring(delivery, NOW - 5 * HOUR_MS))).toBe(true)
      }
      for (const delivery of ['d-3', 'd-4', 'd-5']) expect(await isTaken(store, ring(delivery))).toBe(true)
      expect(await isTaken(store, ring('d-6'))).toBe(false)
      expect(await isTaken(store, ring('d-7', NOW - 2 * HOUR_MS))).toBe(true)
      expect(await isTaken(store, ring('d-8', NOW - 1))).toBe(false)
    })

    test('take() keeps to the limit when the newest rings come first', async () => {
      const store = await open()
      const moments = [5, 4, 3, 2, 1, 0].map((minutes) => NOW + minutes * 60_000)
      const answers: boolean[] = []
      for (const atMs of moments) answers.push(await isTaken(store, ring(`d ${atMs}`, atMs)))
      expect(answers).toEqual([true, true, true, false, false, false])
    })

    test('take() counts rings of many people in their order, a repeated delivery once', async () => {
      const store = await open()
      const minute = (minutes: number) => NOW + minutes * 60_000
      await store.take([ring('d-1'), ring('b-1', NOW, 'ben')], LIMIT)
      const taken = await store.take(
        [
          ring('d-2', minute(10)),
          ring('d-2', minute(10)),
          ring('b-2', NOW, 'ben'),
          ring('d-3', minute(20)),
          ring('d-4', minute(30)),
          ring('d-5', minute(61)),
          ring('b-1', minute(90), 'ben'),
          ring('c-1', minute(-300), 'carl'),
        ],
        LIMIT,
      )
      expect([...taken].toSorted()).toEqual(['b-1', 'b-2', 'c-1', 'd-2', 'd-3', 'd-5'])
      expect(await store.take([], LIMIT)).toEqual(new Set())
    })

    test('take() of many rings gives the answer of the rule for each, in the order of time', async () => {
      const store = await open()
      const minutes = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 24 })
      await fc.assert(
        fc.asyncProperty(minutes, fc.integer({ min: 1, max: 9 }), async (moments, callLength) => {
          const person = newId()
          const counted: CausedRing[] = []
          // Some moments occur twice: the second is a repetition of the same delivery.
          const asked = moments
            .toSorted((a, b) => a - b)
            .map((moment) => ring(`${person} ${moment}`, NOW + moment * 60_000, person))
          for (let from = 0; from < asked.length; from += callLength) {
            const call = asked.slice(from, from + callLength)
            const expected = call.filter((one) => {
              if (counted.some(({ delivery }) => delivery === one.delivery)) return true
              const around = counted.filter(({ atMs }) => Math.abs(atMs - one.atMs) < HOUR_MS)
              return around.length < LIMIT.max && counted.push(one) > 0
            })
            const taken = await store.take(call, LIMIT)
            expect(taken).toEqual(new Set(expected.map(({ delivery }) => delivery)))
          }
        }),
        { numRuns: 50 },
      )
    })

    test('concurrent take() calls through two connections keep to the limit', async () => {
      const url = await freshUrl()
      const stores = [await openForTest(openRingStore, url), await openForTest(openRingStore, url)]
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          stores.map((store, place) => isTaken(store, ring(`d-${index} ${place}`))),
        ).flat(),
      )
      expect(answers.filter((mayRing) => mayRing)).toHaveLength(LIMIT.max)
    })

    test('take() counts an old ring while another connection counts new ones of the same person', async () => {
      const url = await freshUrl()
      const [one, two] = [await openForTest(openRingStore, url), await openForTest(openRingStore, url)]
      for (let round = 0; round < 40; round += 1) {
        const person = `person ${round}`
        const old = [one.take([ring('old', NOW - 5 * HOUR_MS, person)], LIMIT)]
        const recent = ['d-1', 'd-2', 'd-3'].map((delivery) => two.take([ring(delivery, NOW, person)], LIMIT))
        const taken = (await Promise.all([...old, ...recent])).flatMap((each) => [...each])
        expect(taken.toSorted()).toEqual(['d-1', 'd-2', 'd-3', 'old'])
      }
    })

    test('giveBack() takes rings back, so others may ring', async () => {
      const store = await open()
      for (const person of ['anna', 'ben']) {
        for (const delivery of ['d-1', 'd-2', 'd-3']) await isTaken(store, ring(delivery, NOW, person))
      }
      await store.giveBack([])
      await store.giveBack([ring('d-1'), ring('d-2'), ring('unknown'), ring('d-1', NOW, 'nobody')])
      expect(await isTaken(store, ring('d-4'))).toBe(true)
      expect(await isTaken(store, ring('d-5'))).toBe(true)
      expect(await isTaken(store, ring('d-6'))).toBe(false)
      expect(await isTaken(store, ring('d-4', NOW, 'ben'))).toBe(false)
    })

    test('take() for another person at a later time deletes no ring that counts', async () => {
      const store = await open()
      const [past, now] = [NOW - 3 * HOUR_MS, NOW]
      for (const delivery of ['d-1', 'd-2', 'd-3'])
        expect(await isTaken(store, ring(delivery, past))).toBe(true)
      expect(await isTaken(store, ring('other', now, 'ben'))).toBe(true)
      expect(await isTaken(store, ring('d-4', past))).toBe(false)
    })

    test('removeOf() removes the rings of one person, so the limit starts again', async () => {
      const store = await open()
      for (const person of ['anna', 'ben']) {
        for (const delivery of ['d-1', 'd-2', 'd-3']) await isTaken(store, ring(delivery, NOW, person))
      }
      await store.removeOf('anna')
      await store.removeOf('nobody')
      expect(await isTaken(store, ring('d-4'))).toBe(true)
      expect(await isTaken(store, ring('d-4', NOW, 'ben'))).toBe(false)
    })

    test('take() compares ids as plain text, also with special characters', async () => {
      const store = await open()
      for (const person of ['$rings', '$$ROOT', "'; drop table caused_rings"]) {
        for (const delivery of ['$rings', '$$NOW', 'x']) {
          expect(await isTaken(store, ring(delivery, NOW, person))).toBe(true)
        }
        expect(await isTaken(store, ring('y', NOW, person))).toBe(false)
      }
    })

    test('the two tables of a store count independently', async () => {
      const url = await freshUrl()
      const caused = await openForTest(openRingStore, url)
      const mails = await openForTest((path: string) => openRingStore(path, 'mail_rings'), url)
      for (const delivery of ['d-1', 'd-2', 'd-3']) expect(await isTaken(caused, ring(delivery))).toBe(true)
      expect(await isTaken(mails, ring('d-4'))).toBe(true)
      await caused.removeOf('anna')
      const one = { max: 1, windowMs: HOUR_MS }
      expect(await mails.take([ring('d-5')], one)).toEqual(new Set())
    })
  })
}
