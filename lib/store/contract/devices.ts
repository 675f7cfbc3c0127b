import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openDeviceStore } from '#lib/store/open.ts'

/** The promises of `DeviceStore`. */
export function describeDeviceStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openDeviceStore, await freshUrl())
  const phone = { id: 'phone', person: 'ada', created: 2_000 }

  describe(`${name} device store`, () => {
    test('register() ties a new device', async () => {
      const store = await open()
      expect(await store.register(phone)).toEqual(phone)
      expect(await store.find('phone')).toEqual(phone)
      expect(await store.find('unknown')).toBeUndefined()
    })

    test('register() leaves a known device with its person, and as old as it is', async () => {
      const store = await open()
      await store.register(phone)
      expect(await store.register({ ...phone, person: 'eve', created: 3_000 })).toEqual(phone)
      expect(await store.register({ ...phone, created: 3_000 })).toEqual(phone)
      expect(await store.ofPerson('eve')).toEqual([])
    })

    test('register() of two persons at once gives both the same answer', async () => {
      const store = await open()
      const persons = ['ada', 'eve', 'bob', 'zoe']
      const answers = await Promise.all(persons.map((person) => store.register({ ...phone, person })))
      expect(new Set(answers.map(({ person }) => person)).size).toBe(1)
    })

    test('ofPerson() gives devices of that person, oldest first', async () => {
      const store = await open()
      const tablet = { id: 'a-tablet', person: 'ada', created: 3_000 }
      const watch = { id: 'watch', person: 'ada', created: 1_000 }
      for (const device of [phone, tablet, watch, { id: 'other', person: 'eve', created: 1 }]) {
        await store.register(device)
      }
      expect(await store.ofPerson('ada')).toEqual([watch, phone, tablet])
    })
  })
}
