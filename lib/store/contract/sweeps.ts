import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openSweepStore } from '#lib/store/open.ts'

const NOW = 1_760_000_000_000

/** The contract suite of `SweepStore`. */
export function describeSweepStore(name: string, freshUrl: FreshUrl): void {
  describe(`${name} sweep store`, () => {
    test('lease() begins at 0, so that nothing from before is forgotten, and continues where the last one ended', async () => {
      const store = await openForTest(openSweepStore, await freshUrl())
      expect(await store.lease('validity', NOW, 1_000)).toBe(0)
      await store.done('validity', NOW + 5)
      expect(await store.lease('validity', NOW + 10, 1_000)).toBe(NOW + 5)
      await store.done('validity', NOW + 1)
      expect(await store.lease('validity', NOW + 20, 1_000)).toBe(NOW + 5)
    })

    test('lease() is undefined while the work is leased, and succeeds after the lease', async () => {
      const store = await openForTest(openSweepStore, await freshUrl())
      await store.lease('validity', NOW, 1_000)
      expect(await store.lease('validity', NOW + 999, 1_000)).toBeUndefined()
      expect(await store.lease('other', NOW + 999, 1_000)).toBe(0)
      expect(await store.lease('validity', NOW + 1_000, 1_000)).toBe(0)
    })

    test('of concurrent lease() calls through two connections, one succeeds', async () => {
      const url = await freshUrl()
      const stores = [await openForTest(openSweepStore, url), await openForTest(openSweepStore, url)]
      const leases = await Promise.all(
        [...stores, ...stores, ...stores].map((store) => store.lease('x', NOW, 1_000)),
      )
      expect(leases.filter((until) => until !== undefined)).toEqual([0])
    })
  })
}
