import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openPositionStore } from '#lib/store/open.ts'

/** The contract suite of `PositionStore`. */
export function describePositionStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openPositionStore, await freshUrl())
  const older = { device: 'd-1', person: 'anna', at: { lat: 52.5, lng: 13.4 }, timeMs: 1_000 }
  const newer = { device: 'd-1', person: 'ben', at: { lat: -90, lng: -180 }, timeMs: 1_001 }

  describe(`${name} position store`, () => {
    test('find() is undefined for a device without a position', async () => {
      const store = await open()
      expect(await store.find('d-1')).toBeUndefined()
    })

    test('advance() keeps a newer position', async () => {
      const store = await open()
      expect(await store.advance(older)).toBe(true)
      expect(await store.advance(newer)).toBe(true)
      expect(await store.find('d-1')).toEqual(newer)
    })

    test('advance() refuses an older position and one of the same time', async () => {
      const store = await open()
      await store.advance(newer)
      expect(await store.advance(older)).toBe(false)
      expect(await store.advance({ ...older, timeMs: newer.timeMs })).toBe(false)
      expect(await store.find('d-1')).toEqual(newer)
    })

    test('after concurrent advance() calls in any order, the newest position is stored', async () => {
      const store = await open()
      const times = [5, 3, 9, 1, 7, 9, 2]
      await Promise.all(times.map((timeMs) => store.advance({ ...older, timeMs })))
      expect((await store.find('d-1'))?.timeMs).toBe(9)
    })

    test('advance() of one device does not change the others', async () => {
      const store = await open()
      await store.advance(older)
      await store.advance({ ...newer, device: 'd-2' })
      expect(await store.find('d-1')).toEqual(older)
    })

    test('keepDoubt() keeps the last fix in doubt beside a position, until the next position', async () => {
      const store = await open()
      const doubt = { at: { lat: 1, lng: 2 }, timeMs: 1_001, event: 'e-1' }
      await store.keepDoubt('d-1', doubt)
      expect(await store.find('d-1')).toBeUndefined()
      await store.advance(older)
      await store.keepDoubt('d-1', doubt)
      await store.keepDoubt('d-1', { ...doubt, event: 'e-2' })
      expect(await store.find('d-1')).toEqual({ ...older, doubt: { ...doubt, event: 'e-2' } })
      expect(await store.advance({ ...older, timeMs: 500 })).toBe(false)
      expect((await store.find('d-1'))?.doubt).toBeDefined()
      await store.advance(newer)
      expect(await store.find('d-1')).toEqual(newer)
    })

    test('ofPerson() returns the positions of the devices of one person', async () => {
      const store = await open()
      await store.advance({ ...older, device: 'd-3' })
      await store.advance(older)
      await store.advance({ ...newer, device: 'd-2' })
      expect(await store.ofPerson('anna')).toEqual([older, { ...older, device: 'd-3' }])
      expect(await store.ofPerson('eve')).toEqual([])
    })

    test('removeOf() removes the positions of all devices of one person, or of one device', async () => {
      const store = await open()
      for (const device of ['d-1', 'd-3', 'd-4']) await store.advance({ ...older, device })
      await store.advance({ ...newer, device: 'd-2' })
      await store.removeOf('anna', 'd-2')
      await store.removeOf('anna', 'd-3')
      expect((await store.ofPerson('anna')).map(({ device }) => device)).toEqual(['d-1', 'd-4'])
      await store.removeOf('anna')
      expect(await store.ofPerson('anna')).toEqual([])
      expect(await store.ofPerson('ben')).toHaveLength(1)
    })
  })
}
