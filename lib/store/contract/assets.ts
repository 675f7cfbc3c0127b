import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openAssetStore } from '#lib/store/open.ts'

/** The contract suite of `AssetStore`. */
export function describeAssetStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openAssetStore, await freshUrl())
  const looks = { placeholder: 'cmOtx7h4d3eI', likeness: '00000000000000ff' }
  const size = { width: 640, height: 480, bytes: 9_000 }
  const asset = { id: 'ab'.repeat(32), owner: 'ada', ...size, created: 1_000, ...looks }
  const idOf = (pair: string) => pair.repeat(32)

  describe(`${name} asset store`, () => {
    test('add() stores one reference per owner and picture', async () => {
      const store = await open()
      expect(await store.add(asset)).toBe(true)
      expect(await store.add({ ...asset, created: 2_000 })).toBe(false)
      expect(await store.find(asset.id)).toEqual(asset)
      expect(await store.find(asset.id, 'ada')).toEqual(asset)
      expect(await store.find(asset.id, 'eve')).toBeUndefined()
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
      expect(await store.remove(asset.id, 'eve', 5_000)).toBe('none')
      expect(await store.remove(asset.id, 'ada', 5_000)).toBe('shared')
      expect(await store.remove(asset.id, 'ada', 5_000)).toBe('none')
      expect(await store.find(asset.id)).toEqual({ ...asset, owner: 'bob' })
      expect(await store.remove(asset.id, 'bob', 5_000)).toBe('last')
      expect(await store.find(asset.id)).toBeUndefined()
    })

    test('of concurrent remove() calls of all owners, one returns `last`', async () => {
      const store = await open()
      const owners = ['ada', 'bob', 'eve', 'zoe']
      for (const owner of owners) await store.add({ ...asset, owner })
      const answers = await Promise.all(owners.map((owner) => store.remove(asset.id, owner, 5_000)))
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

    test('a picture is gone after its last reference, until it is added again or forgotten', async () => {
      const store = await open()
      await store.add(asset)
      await store.add({ ...asset, owner: 'bob' })
      await store.remove(asset.id, 'ada', 5_000)
      expect(await store.isGone(asset.id)).toBe(false)
      await store.remove(asset.id, 'bob', 6_000)
      expect(await store.isGone(asset.id)).toBe(true)
      expect(await store.isGone(idOf('cd'))).toBe(false)
      await store.add(asset)
      expect(await store.isGone(asset.id)).toBe(false)
      await store.remove(asset.id, 'ada', 7_000)
      expect(await store.forgetGone(7_000, 9)).toBe(0)
      expect(await store.forgetGone(7_001, 9)).toBe(1)
      expect(await store.isGone(asset.id)).toBe(false)
    })

    test('forgetGone() forgets the oldest ones, at most so many', async () => {
      const store = await open()
      for (const [at, pair] of ['aa', 'bb', 'cc'].entries()) {
        await store.add({ ...asset, id: idOf(pair) })
        await store.remove(idOf(pair), 'ada', at)
      }
      expect(await store.forgetGone(9, 2)).toBe(2)
      expect(await store.isGone(idOf('bb'))).toBe(false)
      expect(await store.isGone(idOf('cc'))).toBe(true)
    })

    test('newest() gives the pictures of all owners in pages, each once with its owners', async () => {
      const store = await open()
      for (const [index, pair] of ['cc', 'aa', 'bb'].entries())
        await store.add({ ...asset, id: idOf(pair), created: 1_000 + index })
      await store.add({ ...asset, id: idOf('cc'), owner: 'zoe', created: 2_000 })
      await store.add({ ...asset, id: idOf('dd'), created: 1_002 })
      const { owner: _owner, created: _created, ...picture } = asset
      const all = [
        { ...picture, id: idOf('cc'), owners: ['ada', 'zoe'], added: 2_000 },
        { ...picture, id: idOf('dd'), owners: ['ada'], added: 1_002 },
        { ...picture, id: idOf('bb'), owners: ['ada'], added: 1_002 },
        { ...picture, id: idOf('aa'), owners: ['ada'], added: 1_001 },
      ]
      expect(await store.newest({ limit: 2 })).toEqual(all.slice(0, 2))
      expect(await store.newest({ limit: 9, after: { added: 1_002, id: idOf('dd') } })).toEqual(all.slice(2))
      expect(await store.pictures([idOf('aa'), idOf('ee')])).toEqual(all.slice(3))
      expect(await store.pictures([])).toEqual([])
    })

    test('markAlike() marks pictures, until they are gone', async () => {
      const store = await open()
      for (const pair of ['aa', 'bb', 'cc']) await store.add({ ...asset, id: idOf(pair) })
      await store.markAlike([idOf('aa'), idOf('cc'), idOf('ee')])
      const marked = async (after?: { id: string; added: number }) =>
        (await store.newest({ limit: 9, isAlike: true, after })).map(({ id }) => id)
      expect(await marked()).toEqual([idOf('cc'), idOf('aa')])
      expect(await marked({ id: idOf('cc'), added: 1_000 })).toEqual([idOf('aa')])
      await store.remove(idOf('cc'), 'ada', 5_000)
      expect(await marked()).toEqual([idOf('aa')])
    })

    test('alike() gives other pictures that differ in at most six bits, the nearest first', async () => {
      const store = await open()
      const likenesses = {
        aa: '00000000000000ff',
        bb: '00000000000000fe',
        cc: '800100018000803f',
        dd: '800100018001803f',
        ee: '8001000180008030',
        ff: '',
      }
      for (const [pair, likeness] of Object.entries(likenesses))
        await store.add({ ...asset, id: idOf(pair), likeness, owner: pair })
      const likes = async (pair: keyof typeof likenesses, limit = 9) =>
        (await store.alike({ id: idOf(pair), likeness: likenesses[pair] }, limit)).map(({ id }) => id)
      expect(await likes('aa')).toEqual([idOf('bb')])
      expect(await likes('cc')).toEqual([idOf('dd'), idOf('ee')])
      expect(await likes('cc', 1)).toEqual([idOf('dd')])
      expect(await likes('ff')).toEqual([])
      expect(await store.alike({ id: idOf('00'), likeness: '00000000000000f0' }, 9)).toMatchObject([
        { id: idOf('bb'), owners: ['bb'] },
        { id: idOf('aa'), owners: ['aa'] },
      ])
    })
  })
}
