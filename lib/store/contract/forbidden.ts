import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openForbiddenStore } from '#lib/store/open.ts'
import type { ForbiddenEntry } from '#lib/trust/find-forbidden.ts'

const ENTRIES: readonly ForbiddenEntry[] = [
  { kind: 'word', value: `$where '"\\ \u{1F511}`, does: 'hold' },
  { kind: 'host', value: 'scam.example', does: 'refuse' },
]

/** The contract suite of `ForbiddenStore`. */
export function describeForbiddenStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openForbiddenStore, await freshUrl())

  describe(`${name} store of forbidden words`, () => {
    test('is empty at first, and keeps what replaces it, in its order', async () => {
      const store = await open()
      expect(await store.read()).toEqual({ entries: [], version: 0 })
      expect(await store.replace(ENTRIES, 0)).toBe(true)
      expect(await store.read()).toEqual({ entries: ENTRIES, version: 1 })
      expect(await store.replace([], 1)).toBe(true)
      expect(await store.read()).toEqual({ entries: [], version: 2 })
    })

    test('replace() changes nothing if the list has another version, and one of several at once does', async () => {
      const store = await open()
      for (const version of [0, 1]) {
        const done = await Promise.all([1, 2, 3].map(() => store.replace(ENTRIES, version)))
        expect(done.filter(Boolean)).toHaveLength(1)
      }
      for (const version of [0, 1, 3]) expect(await store.replace([], version)).toBe(false)
      expect(await store.read()).toEqual({ entries: ENTRIES, version: 2 })
    })
  })
}
