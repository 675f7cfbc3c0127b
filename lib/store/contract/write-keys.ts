import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openWriteKeyStore } from '#lib/store/open.ts'
import type { NewWriteKey, WriteKey, WriteKeyStore } from '#lib/store/write-keys.ts'

const NOW = 10_000

const SHOP: NewWriteKey = {
  key: 'wk_shop',
  id: 'id-of-shop',
  name: 'Shop',
  origins: ['https://shop.example', 'http://localhost:5173'],
  ratePerSecond: 1_000,
  burst: 2_000,
  created: 1_000,
}

const named = (name: string): NewWriteKey => ({ ...SHOP, key: `wk_${name}`, id: `id-of-${name}`, name })

/** Every key, read in pages of one. */
async function keysIn(store: WriteKeyStore, from = 0): Promise<WriteKey[]> {
  const keys: WriteKey[] = []
  for (let last = from; ; last = keys.at(-1)?.sequence ?? 0) {
    const [key, ...more] = await store.list(last, 1)
    expect(more).toEqual([])
    if (key === undefined) return keys
    expect(key.sequence).toBeGreaterThan(last)
    keys.push(key)
  }
}

/** The contract suite of `WriteKeyStore`. */
export function describeWriteKeyStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openWriteKeyStore, await freshUrl())

  describe(`${name} write key store`, () => {
    test('add() stores a key unchanged, and list() returns it', async () => {
      const store = await open()
      expect(await keysIn(store)).toEqual([])
      const shop = await store.add(SHOP)
      expect(shop).toEqual({ ...SHOP, sequence: shop.sequence })
      const blog = await store.add({ ...named('blog'), origins: [] })
      expect(await keysIn(store)).toEqual([shop, blog])
    })

    test('all text is stored unchanged, also with special characters', async () => {
      const store = await open()
      const odd = { ...SHOP, key: '$key', name: '$name', origins: ['$$NOW', '"'] }
      expect(await store.add(odd)).toMatchObject(odd)
      expect(await keysIn(store)).toMatchObject([odd])
      expect(await store.revoke('$key', NOW)).toBe(true)
    })

    test('revoke() moves a key to the end of the list, so a reader that saw it sees the change', async () => {
      const store = await open()
      const shop = await store.add(SHOP)
      const blog = await store.add(named('blog'))
      expect(await store.revoke(SHOP.key, NOW)).toBe(true)
      const [first, last, ...more] = await keysIn(store)
      expect([first, more]).toEqual([blog, []])
      expect(last).toEqual({ ...shop, revokedAt: NOW, sequence: last?.sequence })
      expect(await keysIn(store, blog.sequence)).toEqual([last])
    })

    test('revoke() does not change a revoked key, and is false for an unknown key', async () => {
      const store = await open()
      await store.add(SHOP)
      await store.revoke(SHOP.key, NOW)
      const before = await keysIn(store)
      expect(await store.revoke(SHOP.key, NOW + 1)).toBe(true)
      expect(await store.revoke('wk_unknown', NOW)).toBe(false)
      expect(await keysIn(store)).toEqual(before)
    })

    test('keys that are written concurrently are all listed, each with its own sequence number', async () => {
      const store = await open()
      const names = Array.from({ length: 8 }, (_, place) => `app-${place}`)
      await Promise.all(names.map((each) => store.add(named(each))))
      await Promise.all([
        ...names.slice(0, 4).map((each) => store.revoke(`wk_${each}`, NOW)),
        store.add(SHOP),
        store.revoke('wk_app-0', NOW),
      ])
      const keys = await keysIn(store)
      expect(keys.map((key) => key.name).toSorted()).toEqual([...names, 'Shop'].toSorted())
      expect(
        keys
          .filter(({ revokedAt }) => revokedAt === NOW)
          .map((key) => key.name)
          .toSorted(),
      ).toEqual(names.slice(0, 4))
    })
  })
}
