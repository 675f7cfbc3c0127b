import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openAssetStore } from '#lib/store/open.ts'

/** The contract suite of `AssetStore`. */
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

    test('isShared() tells whether somebody else refers to a picture', async () => {
      const store = await open()
      await store.add(asset)
      expect(await store.isShared(asset.id, 'ada')).toBe(false)
      expect(await store.isShared(asset.id, 'eve')).toBe(true)
      await store.add({ ...asset, owner: 'bob' })
      expect(await store.isShared(asset.id, 'ada')).toBe(true)
      expect(await store.isShared('cd'.repeat(32), 'ada')).toBe(false)
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
