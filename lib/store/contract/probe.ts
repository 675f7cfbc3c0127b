import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openPeopleProbe, openStoreProbe } from '#lib/store/open.ts'

/** The contract suite of `StoreProbe`. */
export function describeStoreProbe(name: string, freshUrl: FreshUrl): void {
  describe.each([
    ['store', openStoreProbe],
    ['people', openPeopleProbe],
  ] as const)(`${name} %s probe`, (_, open) => {
    test('check() resolves if the store can be written, also when repeated and when called concurrently', async () => {
      const url = await freshUrl()
      const probes = await Promise.all(Array.from({ length: 3 }, () => openForTest(open, url)))
      await Promise.all([...probes, ...probes].map((probe) => probe.check()))
      await expect(probes[0]?.check()).resolves.toBeUndefined()
    })
  })
}
