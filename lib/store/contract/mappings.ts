import { describe, expect, test } from 'vitest'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import type { MappingQuery } from '#lib/store/mappings.ts'
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

    test('register() keeps the secret of a subscription, and forgets it with the next one', async () => {
      const store = await open()
      const mapping = aMapping({ secret: 'shh' })
      await store.register(mapping)
      expect(await store.find(mapping.device)).toEqual(mapping)
      expect(await store.findAll([mapping.device])).toEqual([mapping])
      const { secret: _secret, ...next } = { ...mapping, subscription: 'another' }
      await store.register(next)
      expect(await store.find(mapping.device)).toStrictEqual(next)
    })

    test('register() moves a subscription from the device that gives it up, and from no other', async () => {
      const store = await open()
      const [old, other] = [aMapping(), aMapping()]
      for (const mapping of [old, other]) await store.register(mapping)
      const { subscription } = old
      const moved = aMapping({ subscription })
      expect(await store.register(moved, other.device)).toBe('conflict')
      expect(await store.find(old.device)).toEqual(old)
      expect(await store.find(other.device)).toEqual(other)
      expect(await store.register(moved, old.device)).toBe('created')
      expect(await store.find(old.device)).toBeUndefined()
      expect(await store.holderOf({ ...moved, person: 'anybody' })).toEqual(moved)
      expect(await store.register(moved, moved.device)).toBe('updated')
    })

    test('register() moves nothing to a device of another person', async () => {
      const store = await open()
      const [old, foreign] = [aMapping(), aMapping()]
      for (const mapping of [old, foreign]) await store.register(mapping)
      const theft = aMapping({ device: foreign.device, person: 'eve', subscription: old.subscription })
      expect(await store.register(theft, old.device)).toBe('conflict')
      expect(await store.find(old.device)).toEqual(old)
      expect(await store.find(foreign.device)).toEqual(foreign)
    })

    test('change() changes the fields that it gets, and is no sign of life', async () => {
      const store = await open()
      const mapping = aMapping({ locale: 'de', timeZone: 'UTC', secret: 'shh' })
      await store.register(mapping)
      expect(await store.change(mapping.device, { locale: 'en' })).toEqual({ ...mapping, locale: 'en' })
      const changed = { ...mapping, locale: 'en', timeZone: 'Asia/Tokyo' } as const
      expect(await store.change(mapping.device, { timeZone: 'Asia/Tokyo' })).toEqual(changed)
      expect(await store.change(mapping.device, {})).toEqual(changed)
      expect(await store.find(mapping.device)).toEqual(changed)
      expect(await store.change('unknown', { locale: 'en' })).toBeUndefined()
    })

    test('holderOf() finds the mapping of a subscription by its channel', async () => {
      const store = await open()
      const mapping = aMapping()
      await store.register(mapping)
      await store.register(aMapping({ channel: 'none', subscription: '' }))
      expect(await store.holderOf(mapping)).toEqual(mapping)
      expect(await store.holderOf({ ...mapping, channel: 'webhook' })).toBeUndefined()
      expect(await store.holderOf({ ...mapping, subscription: 'unknown' })).toBeUndefined()
      expect(await store.holderOf({ ...mapping, channel: 'none', subscription: '' })).toBeUndefined()
    })

    test('a webhook may belong to several people, but to one device of each', async () => {
      const store = await open()
      const hook = { channel: 'webhook', subscription: 'https://example.org/ring' }
      const annas = aMapping({ ...hook, person: 'anna', secret: 'of anna' })
      const bens = aMapping({ ...hook, person: 'ben', secret: 'of ben' })
      expect(await store.register(annas)).toBe('created')
      expect(await store.register(bens)).toBe('created')
      const another = aMapping({ ...hook, person: 'anna', secret: 'another' })
      expect(await store.register(another)).toBe('conflict')
      expect(await store.holderOf({ ...hook, person: 'anna' })).toEqual(annas)
      expect(await store.holderOf({ ...hook, person: 'ben' })).toEqual(bens)
      expect(await store.register(another, annas.device)).toBe('created')
      expect(await store.find(annas.device)).toBeUndefined()
      expect(await store.find(bens.device)).toEqual(bens)
      // With another channel, its subscription is that of one device again.
      const pushed = { ...bens, channel: 'onesignal', subscription: 's' }
      expect(await store.register(pushed)).toBe('updated')
      expect(await store.find(bens.device)).toEqual(pushed)
      expect(await store.register({ ...another, ...pushed, device: another.device, person: 'anna' })).toBe(
        'conflict',
      )
    })

    test('trim() deletes the mappings of a person beyond the limit: gone ones, then the silent ones', async () => {
      const store = await open()
      const ofAda = (device: string, modified: number) => aMapping({ device, person: 'ada', modified })
      const gone = ofAda('gone', 1_000)
      const devices = [gone, ofAda('a', 3_000), ofAda('b', 2_000), ofAda('c', 4_000), ofAda('d', 5_000)]
      for (const mapping of [...devices, aMapping({ person: 'bob', modified: 1 })])
        await store.register(mapping)
      await store.markGone([gone], 9_000)
      expect(await store.trim('ada', 5)).toEqual([])
      expect((await store.trim('ada', 3)).toSorted()).toEqual(['b', 'gone'])
      expect((await store.ofPeople(['ada'])).map(({ device }) => device).toSorted()).toEqual(['a', 'c', 'd'])
      expect(await store.trim('nobody', 0)).toEqual([])
      expect(await store.ofPeople(['bob'])).toHaveLength(1)
    })

    test('countActive() counts the active mappings of a channel', async () => {
      const store = await open()
      const [one, gone, other] = [aMapping(), aMapping(), aMapping({ channel: 'webhook' })]
      for (const mapping of [one, gone, other, aMapping({ channel: 'none', subscription: '' })]) {
        await store.register(mapping)
      }
      await store.markGone([gone], 1)
      expect(await store.countActive(one.channel)).toBe(1)
      expect(await store.countActive('webhook')).toBe(1)
      for (const channel of ['none', 'unknown']) expect(await store.countActive(channel)).toBe(0)
    })

    test('register() refuses a device of another person', async () => {
      const store = await open()
      const mapping = aMapping()
      await store.register(mapping)
      const theft = aMapping({ device: mapping.device, person: 'eve', subscription: 'of eve' })
      expect(await store.register(theft)).toBe('conflict')
      expect(await store.find(mapping.device)).toEqual(mapping)
      expect(await store.ofPeople(['eve'])).toEqual([])
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

    test('ofPeople() returns the mappings of these people, newest first', async () => {
      const store = await open()
      const [a, b, c, d] = [
        aMapping({ person: 'ada', created: 1_000 }),
        aMapping({ person: 'ada', created: 3_000 }),
        aMapping({ person: 'ada', created: 2_000 }),
        aMapping({ person: 'bob', created: 2_500 }),
      ]
      for (const mapping of [a, b, c, d, aMapping()]) await store.register(mapping)
      expect(await store.ofPeople(['ada'])).toEqual([b, c, a])
      expect(await store.ofPeople(['ada', 'nobody', 'bob', 'ada'])).toEqual([b, d, c, a])
      expect(await store.ofPeople([])).toEqual([])
    })

    test('findAll() returns the mappings of these devices', async () => {
      const store = await open()
      const all = Array.from({ length: 250 }, () => aMapping())
      for (const mapping of all) await store.register(mapping)
      const asked = all.slice(1)
      const found = await store.findAll(['unknown', ...asked.map(({ device }) => device)])
      const byDevice = (a: { device: string }, b: { device: string }) => (a.device < b.device ? -1 : 1)
      expect(found.toSorted(byDevice)).toEqual(asked.toSorted(byDevice))
      expect(await store.findAll([])).toEqual([])
    })

    test('list() returns all mappings in pages by device, without duplicates', async () => {
      const store = await open()
      const devices = Array.from({ length: 7 }, (_, index) => `device-${index}`)
      for (const device of devices.toReversed()) await store.register(aMapping({ device }))
      const seen: string[] = []
      const next = () => store.list({ limit: 3, cursor: seen.at(-1) })
      for (let page = await next(); page.length > 0; page = await next()) {
        expect(page.length).toBeLessThanOrEqual(3)
        seen.push(...page.map(({ device }) => device))
      }
      expect(seen).toEqual(devices)
    })

    test('list() selects by person, by the beginning of the device, by channel and by state', async () => {
      const store = await open()
      const all = [
        aMapping({ device: 'a-1', person: 'ada' }),
        aMapping({ device: 'a-2', person: 'ada', channel: 'webhook' }),
        aMapping({ device: 'a-3', person: 'bob' }),
        aMapping({ device: 'a-\u{10FFFE}', person: 'bob', channel: 'webhook' }),
        aMapping({ device: 'b', person: 'ada' }),
      ]
      for (const mapping of all) await store.register(mapping)
      await store.markGone(all.slice(1, 3), 2_000)
      const listed = async (query: Omit<MappingQuery, 'limit'>) =>
        (await store.list({ limit: 9, ...query })).map(({ device }) => device)
      expect(await listed({ person: 'ada' })).toEqual(['a-1', 'a-2', 'b'])
      expect(await listed({ device: 'a-' })).toEqual(['a-1', 'a-2', 'a-3', 'a-\u{10FFFE}'])
      expect(await listed({ device: 'b' })).toEqual(['b'])
      expect(await listed({ device: '%' })).toEqual([])
      expect(await listed({ device: 'a-', cursor: 'a-2' })).toEqual(['a-3', 'a-\u{10FFFE}'])
      expect(await listed({ device: 'b', cursor: 'a-2' })).toEqual(['b'])
      expect(await listed({ channel: 'webhook' })).toEqual(['a-2', 'a-\u{10FFFE}'])
      expect(await listed({ state: 'gone' })).toEqual(['a-2', 'a-3'])
      expect(await listed({ channel: 'webhook', state: 'gone' })).toEqual(['a-2'])
      expect(await listed({ person: 'ada', device: 'a', state: 'active' })).toEqual(['a-1'])
      expect(await listed({ person: 'ada', cursor: 'a-1', channel: 'log' })).toEqual(['b'])
      expect(await store.list({ state: 'gone', limit: 1 })).toMatchObject([{ device: 'a-2', state: 'gone' }])
      expect(await listed({ person: 'nobody' })).toEqual([])
    })

    test('markGone() marks mappings that still have their subscription, and returns those that are gone', async () => {
      const store = await open()
      const [first, second, other] = [1, 2, 3].map(() => aMapping({ modified: 1_000 }))
      if (first === undefined || second === undefined || other === undefined) throw new Error('too few')
      for (const mapping of [first, second, other]) await store.register(mapping)
      const { device, subscription } = first
      const strangers = [
        { device, subscription: 'an older one' },
        { device: 'unknown', subscription },
        { device: other.device, subscription: second.subscription },
      ]
      expect(await store.markGone(strangers, 2_000)).toEqual(new Set())
      expect(await store.markGone([], 2_000)).toEqual(new Set())
      expect(await store.find(device)).toEqual(first)
      expect(await store.markGone([first, second, ...strangers], 2_000)).toEqual(
        new Set([device, second.device]),
      )
      expect(await store.markGone([first], 3_000)).toEqual(new Set([device]))
      for (const mapping of [first, second]) {
        expect(await store.find(mapping.device)).toEqual({ ...mapping, state: 'gone', modified: 2_000 })
      }
      expect(await store.find(other.device)).toEqual(other)
    })

    test('register() makes a mapping that was marked as gone active again', async () => {
      const store = await open()
      const mapping = aMapping()
      await store.register(mapping)
      await store.markGone([mapping], 2_000)
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
