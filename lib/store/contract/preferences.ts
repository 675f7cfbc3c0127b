import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openPreferenceStore } from '#lib/store/open.ts'
import { DEFAULT_PREFERENCES, type Preferences } from '#lib/store/preferences.ts'

const WHOLE: Preferences = {
  mode: 'daily',
  dailyAt: '07:05',
  quiet: { from: '22:00', to: '06:30' },
  timeZone: 'Europe/Berlin',
  maxPerHour: 0,
  mutes: { subjects: [{ id: 's-1' }, { id: '$where', untilMs: 5 }], people: ['bob'], allUntilMs: 7 },
  urgent: ['s-2'],
  mail: 'never',
}

/** The contract suite of `PreferenceStore`. */
export function describePreferenceStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openPreferenceStore, await freshUrl())

  describe(`${name} store of preferences`, () => {
    test('gives the default ones to a person who set none, and keeps what replaces them', async () => {
      const store = await open()
      expect(await store.find('ada')).toEqual({ preferences: DEFAULT_PREFERENCES, version: 0 })
      expect(await store.replace('ada', WHOLE, 0)).toBe(true)
      expect(await store.find('ada')).toEqual({ preferences: WHOLE, version: 1 })
      expect(await store.replace('ada', DEFAULT_PREFERENCES, 1)).toBe(true)
      expect(await store.find('ada')).toEqual({ preferences: DEFAULT_PREFERENCES, version: 2 })
    })

    test('findAll() gives those of people who set some', async () => {
      const store = await open()
      await store.replace('ada', WHOLE, 0)
      await store.replace('bob', DEFAULT_PREFERENCES, 0)
      expect(await store.findAll(['ada', 'eve', 'ada'])).toEqual(new Map([['ada', WHOLE]]))
      expect(await store.findAll([])).toEqual(new Map())
    })

    test('replace() changes nothing at another version, and one of several at once does', async () => {
      const store = await open()
      for (const version of [0, 1]) {
        const done = await Promise.all([1, 2, 3].map(() => store.replace('ada', WHOLE, version)))
        expect(done.filter(Boolean)).toHaveLength(1)
      }
      for (const version of [0, 1, 3]) {
        expect(await store.replace('ada', DEFAULT_PREFERENCES, version)).toBe(false)
      }
      expect(await store.find('ada')).toEqual({ preferences: WHOLE, version: 2 })
    })

    test('removeOf() removes those of a person', async () => {
      const store = await open()
      await store.replace('ada', WHOLE, 0)
      await store.replace('bob', WHOLE, 0)
      await store.removeOf('ada')
      expect((await store.find('ada')).version).toBe(0)
      expect((await store.find('bob')).version).toBe(1)
    })
  })
}
