import { describe, expect, test } from 'vitest'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openMappingStore } from '#lib/store/open.ts'

/** The contract suite of `MappingStore`. */
export function describeMappingStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openMappingStore, await freshUrl())

  describe(`${name} mapping store`, () => {
    test('register() creates, then updates, and keeps the creation time', async () => {
      const store = await open()
      const mapping = aMapping({ created: 1_000, modified: 1_000 })
      const update = aMapping({
        ...mapping,
        channel: 'webhook',
        subscription: 'https://example.org/ring',
        locale: 'en',
        timeZone: 'UTC',
        created: 2_000,
        modified: 2_000,
      })
      expect(await store.register(mapping)).toBe('created')
      expect(await store.find(mapping.device)).toEqual(mapping)
      expect(await store.register(update)).toBe('updated')
      expect(await store.find(mapping.device)).toEqual({ ...update, created: 1_000 })
      expect(await store.find('unknown')).toBeUndefined()
    })

    test('register() refuses a device of another person', async () => {
      const store = await open()
      const mapping = aMapping()
      await store.register(mapping)
      const theft = aMapping({ device: mapping.device, person: 'eve', subscription: 'of eve' })
      expect(await store.register(theft)).toBe('conflict')
      expect(await store.find(mapping.device)).toEqual(mapping)
      expect(await store.ofPerson('eve')).toEqual([])
    })

    test('register() refuses a subscription of another device, but not one of another channel', async () => {
      const store = await open()
      const mapping = aMapping()
      await store.register(mapping)
      const other = aMapping({ person: mapping.person, subscription: mapping.subscription })
      expect(await store.register(other)).toBe('conflict')
      expect(await store.find(other.device)).toBeUndefined()
      expect(await store.register({ ...other, channel: 'webhook' })).toBe('created')
    })

    test('register() accepts any number of devices without a subscription', async () => {
      const store = await open()
      const none = { channel: 'none', subscription: '' }
      expect(await store.register(aMapping(none))).toBe('created')
      expect(await store.register(aMapping(none))).toBe('created')
    })

    test('of concurrent register() calls of many devices with one subscription, one succeeds', async () => {
      const store = await open()
      const devices = ['a', 'b', 'c', 'd']
      const answers = await Promise.all(
        devices.map((device) => store.register(aMapping({ device, subscription: 'same' }))),
      )
      expect(answers.toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'created'])
    })

    test('ofPerson() returns the mappings of that person, newest first', async () => {
      const store = await open()
      const [a, b, c] = [
        aMapping({ person: 'ada', created: 1_000 }),
        aMapping({ person: 'ada', created: 3_000 }),
        aMapping({ person: 'ada', created: 2_000 }),
      ]
      for (const mapping of [a, b, c, aMapping()]) await store.register(mapping)
      expect(await store.ofPerson('ada')).toEqual([b, c, a])
    })

    test('list() returns all mappings in pages by device, without duplicates', async () => {
      const store = await open()
      const devices = Array.from({ length: 7 }, (_, index) => `device-${index}`)
      for (const device of devices.toReversed()) await store.register(aMapping({ device }))
      const seen: string[] = []
      for (let page = await store.list(3); page.length > 0; page = await store.list(3, seen.at(-1))) {
        expect(page.length).toBeLessThanOrEqual(3)
        seen.push(...page.map(({ device }) => device))
      }
      expect(seen).toEqual(devices)
    })

    test('markGone() marks a mapping that still has the subscription', async () => {
      const store = await open()
      const mapping = aMapping({ modified: 1_000 })
      await store.register(mapping)
      expect(await store.markGone(mapping.device, 'an older one', 2_000)).toBe(false)
      expect(await store.markGone('unknown', mapping.subscription, 2_000)).toBe(false)
      expect(await store.find(mapping.device)).toEqual(mapping)
      expect(await store.markGone(mapping.device, mapping.subscription, 2_000)).toBe(true)
      expect(await store.markGone(mapping.device, mapping.subscription, 3_000)).toBe(false)
      expect(await store.find(mapping.device)).toEqual({ ...mapping, state: 'gone', modified: 2_000 })
    })

    test('register() makes a mapping that was marked as gone active again', async () => {
      const store = await open()
      const mapping = aMapping()
      await store.register(mapping)
      await store.markGone(mapping.device, mapping.subscription, 2_000)
      expect(await store.register(mapping)).toBe('updated')
      expect((await store.find(mapping.device))?.state).toBe('active')
    })

    test('remove() forgets a mapping, and frees its subscription', async () => {
      const store = await open()
      const mapping = aMapping()
      await store.register(mapping)
      expect(await store.remove(mapping.device)).toBe(true)
      expect(await store.remove(mapping.device)).toBe(false)
      expect(await store.find(mapping.device)).toBeUndefined()
      expect(await store.register(aMapping({ subscription: mapping.subscription }))).toBe('created')
    })

    test('remove() for one person does not remove the mapping of another person', async () => {
      const store = await open()
      const mapping = aMapping()
      await store.register(mapping)
      expect(await store.remove(mapping.device, 'somebody else')).toBe(false)
      expect(await store.find(mapping.device)).toEqual(mapping)
      expect(await store.remove(mapping.device, mapping.person)).toBe(true)
    })
  })
}
