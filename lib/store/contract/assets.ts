import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openAssetStore } from '#lib/store/open.ts'

/** The contract suite of `AssetStore`. */
export function describeAssetStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openAssetStore, await freshUrl())
  const asset = { id: 'ab'.repeat(32), owner: 'ada', width: 640, height: 480, bytes: 9_000, created: 1_000 }

  describe(`${name} asset store`, () => {
    test('add() stores one reference per owner and picture', async () => {
      const store = await open()
      expect(await store.add(asset)).toBe(true)
      expect(await store.add({ ...asset, created: 2_000 })).toBe(false)
      expect(await store.find(asset.id)).toEqual(asset)
      expect(await store.find('cd'.repeat(32))).toBeUndefined()
    })

    test('of concurrent add() calls of one owner, one returns true', async () => {
      const store = await open()
      const answers = await Promise.all(Array.from({ length: 8 }, () => store.add(asset)))
      expect(answers.filter((isNew) => isNew)).toHaveLength(1)
    })

    test('isShared() is true if another owner has a reference to the picture', async () => {
      const store = await open()
      await store.add(asset)
      expect(await store.isShared(asset.id, 'ada')).toBe(false)
      expect(await store.isShared(asset.id, 'eve')).toBe(true)
      await store.add({ ...asset, owner: 'bob' })
      expect(await store.isShared(asset.id, 'ada')).toBe(true)
      expect(await store.isShared('cd'.repeat(32), 'ada')).toBe(false)
    })

    test('remove() reports when the last reference was removed', async () => {
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

    test('of concurrent remove() calls of all owners, one returns `last`', async () => {
      const store = await open()
      const owners = ['ada', 'bob', 'eve', 'zoe']
      for (const owner of owners) await store.add({ ...asset, owner })
      const answers = await Promise.all(owners.map((owner) => store.remove(asset.id, owner)))
      expect(answers.toSorted()).toEqual(['last', 'shared', 'shared', 'shared'])
    })

    test('ofOwner() gives the references of one owner, in pages by id', async () => {
      const store = await open()
      const ids = ['aa', 'bb', 'cc'].map((pair) => pair.repeat(32))
      for (const id of ids.toReversed()) {
        await store.add({ ...asset, id })
        await store.add({ ...asset, id, owner: 'bob', created: 2_000 })
      }
      expect(await store.ofOwner('ada', 2)).toEqual(ids.slice(0, 2).map((id) => ({ ...asset, id })))
      expect(await store.ofOwner('ada', 9, ids[1])).toEqual([{ ...asset, id: ids[2] }])
      expect(await store.ofOwner('eve', 9)).toEqual([])
    })
  })
}
