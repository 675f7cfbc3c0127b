import { describe, expect, test } from 'vitest'
import { aPosition, changeTo } from '#lib/builders/a-position.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openPositionStore } from '#lib/store/open.ts'
import type { Position, PositionStore } from '#lib/store/positions.ts'

/** The contract suite of `PositionStore`. */
export function describePositionStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openPositionStore, await freshUrl())
  const older = aPosition({ timeMs: 1_000, accuracyMeters: 12.5 })
  const newer = aPosition({ person: 'ben', at: { lat: -90, lng: -180 }, timeMs: 1_001 })
  const doubt = { at: { lat: 1, lng: 2 }, timeMs: 1_001, event: 'e-1' }

  const put = (store: PositionStore, ...positions: Position[]) => store.write(positions.map(changeTo))

  async function find(store: PositionStore, device: string): Promise<Position | undefined> {
    return (await store.findAll([device]))[0]
  }

  describe(`${name} position store`, () => {
    test('findAll() gives the positions of the devices that have one', async () => {
      const store = await open()
      const other = aPosition({ device: 'd-2', timeMs: 5 })
      await put(store, older, other)
      const found = await store.findAll(['d-2', 'unknown', 'd-1', 'd-2'])
      expect(found.toSorted((a, b) => (a.device < b.device ? -1 : 1))).toEqual([older, other])
      expect(await store.findAll(['unknown'])).toEqual([])
      expect(await store.findAll([])).toEqual([])
    })

    test('write() keeps a newer position, whole', async () => {
      const store = await open()
      await put(store, older)
      await put(store, newer)
      expect(await find(store, 'd-1')).toEqual(newer)
      await store.write([])
    })

    test('write() refuses an older position and one of the same time', async () => {
      const store = await open()
      await put(store, newer)
      await put(store, older)
      await put(store, { ...older, timeMs: newer.timeMs, doubt })
      expect(await find(store, 'd-1')).toEqual(newer)
    })

    test('after concurrent writes in any order, the newest position of each device is stored', async () => {
      const url = await freshUrl()
      const stores = [await openForTest(openPositionStore, url), await openForTest(openPositionStore, url)]
      const times = [5, 3, 9, 1, 7, 9, 2]
      await Promise.all(
        times.flatMap((timeMs) =>
          stores.map((store) =>
            put(store, { ...older, timeMs }, { ...older, device: 'd-2', timeMs: 10 - timeMs }),
          ),
        ),
      )
      const found = await stores[0]?.findAll(['d-1', 'd-2'])
      expect(found?.map(({ timeMs }) => timeMs)).toEqual([9, 9])
    })

    test('write() keeps the last fix in doubt beside a position, until the next position', async () => {
      const store = await open()
      await store.write([{ device: 'd-1', doubt }])
      expect(await find(store, 'd-1')).toBeUndefined()
      await put(store, older)
      await store.write([{ device: 'd-1', doubt }])
      await store.write([{ device: 'd-1', doubt: { ...doubt, event: 'e-2' } }])
      expect(await find(store, 'd-1')).toEqual({ ...older, doubt: { ...doubt, event: 'e-2' } })
      await put(store, { ...older, timeMs: 500 })
      expect((await find(store, 'd-1'))?.doubt).toBeDefined()
      await put(store, newer)
      expect(await find(store, 'd-1')).toEqual(newer)
      await put(store, { ...older, timeMs: 2_000, doubt })
      expect(await find(store, 'd-1')).toEqual({ ...older, timeMs: 2_000, doubt })
    })

    test('aged() gives the devices whose position has a time in a stretch, in pages', async () => {
      const store = await open()
      const minute = 60_000
      await put(
        store,
        ...[1, 10, 11, 20, 21].map((time, index) =>
          aPosition({ device: `d-${index}`, timeMs: time * minute }),
        ),
      )
      const stretch = { afterMs: minute, untilMs: 20 * minute }
      expect(await store.aged({ ...stretch, limit: 9 })).toEqual(['d-1', 'd-2', 'd-3'])
      expect(await store.aged({ ...stretch, limit: 2 })).toEqual(['d-1', 'd-2'])
      expect(await store.aged({ ...stretch, limit: 2, cursor: 'd-2' })).toEqual(['d-3'])
      await put(store, aPosition({ device: 'd-2', timeMs: 30 * minute }))
      expect(await store.aged({ ...stretch, limit: 9 })).toEqual(['d-1', 'd-3'])
      expect(await store.aged({ afterMs: 40 * minute, untilMs: 50 * minute, limit: 9 })).toEqual([])
    })

    test('ofPerson() returns the positions of the devices of one person', async () => {
      const store = await open()
      await put(store, { ...older, device: 'd-3' }, older, { ...newer, device: 'd-2' })
      expect(await store.ofPerson('anna')).toEqual([older, { ...older, device: 'd-3' }])
      expect(await store.ofPerson('eve')).toEqual([])
    })

    test('removeOf() removes the positions of all devices of one person, or of one device', async () => {
      const store = await open()
      for (const device of ['d-1', 'd-3', 'd-4']) await put(store, { ...older, device })
      await put(store, { ...newer, device: 'd-2' })
      await store.removeOf('anna', 'd-2')
      await store.removeOf('anna', 'd-3')
      expect((await store.ofPerson('anna')).map(({ device }) => device)).toEqual(['d-1', 'd-4'])
      await store.removeOf('anna')
      expect(await store.ofPerson('anna')).toEqual([])
      expect(await store.ofPerson('ben')).toHaveLength(1)
    })
  })
}
