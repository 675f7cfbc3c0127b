import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openAssetStore } from '#lib/store/open.ts'

/** The promises of `AssetStore`. */
export function describeAssetStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openAssetStore, await freshUrl())
  const asset = { id: 'ab'.repeat(32), owner: 'ada', width: 640, height: 480, bytes: 9_000, created: 1_000 }

  describe(`${name} asset store`, () => {
    test('add() keeps a reference once for an owner', async () => {
      const store = await open()
      expect(await store.add(asset)).toBe(true)
      expect(await store.add({ ...asset, created: 2_000 })).toBe(false)
      expect(await store.find(asset.id)).toEqual(asset)
      expect(await store.find('cd'.repeat(32))).toBeUndefined()
    })

    test('add() of one owner many times at once is new once', async () => {
      const store = await open()
      const answers = await Promise.all(Array.from({ length: 8 }, () => store.add(asset)))
      expect(answers.filter((isNew) => isNew)).toHaveLength(1)
    })

    test('remove() tells when the last reference went', async () => {
      const store = await open()
      await store.add(asset)
      await store.add({ ...asset, owner: 'bob' })
      expect(await store.remove(asset.id, 'eve')).toBe('none')
      expect(await store.remove(asset.id, 'ada')).toBe('shared')
      expect(await store.remove(asset.id, 'ada')).toBe('none')
      expect(await store.find(asset.id)).toEqual({ ...asset, owner: 'bob' })
      expect(await store.remove(asset.id, 'bob')).toBe('last')
      expect(await store.find(asset.id)).toBeUndefined()
    })

    test('remove() by all owners at once gives `last` to one of them', async () => {
      const store = await open()
      const owners = ['ada', 'bob', 'eve', 'zoe']
      for (const owner of owners) await store.add({ ...asset, owner })
      const answers = await Promise.all(owners.map((owner) => store.remove(asset.id, owner)))
      expect(answers.toSorted()).toEqual(['last', 'shared', 'shared', 'shared'])
    })
  })
}
