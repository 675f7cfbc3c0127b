import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openDeviceStore } from '#lib/store/open.ts'
import type { DeviceStore } from '#lib/store/devices.ts'

const PHONE = { id: 'phone', person: 'ada', created: 2_000, keyId: 'k1' }
const NOW = 10_000
const GRACE = 1_000

const rotation = (keyId: string, nowMs = NOW) => ({ keyId, nowMs, graceMs: GRACE })

/** Every revoked key and its time, read in pages of one. */
async function revokedIn(store: DeviceStore): Promise<Record<string, number>> {
  const times: Record<string, number> = {}
  let last = 0
  for (;;) {
    const [entry] = await store.revokedKeys(last, 1)
    if (entry === undefined) return times
    expect(entry.sequence).toBeGreaterThan(last)
    expect(times).not.toHaveProperty(entry.keyId)
    times[entry.keyId] = entry.revokedAt
    last = entry.sequence
  }
}

/** The contract suite of `DeviceStore`. */
export function describeDeviceStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openDeviceStore, await freshUrl())

  describe(`${name} device store`, () => {
    test('register() stores a new device with its person and key', async () => {
      const store = await open()
      expect(await store.register(PHONE)).toEqual({ ...PHONE, keyCreated: 2_000 })
      expect(await store.find('phone')).toEqual({ ...PHONE, keyCreated: 2_000 })
      expect(await store.find('unknown')).toBeUndefined()
    })

    test('register() does not change the person, key or creation time of a known device', async () => {
      const store = await open()
      const known = await store.register(PHONE)
      expect(await store.register({ id: 'phone', person: 'eve', created: 3_000, keyId: 'k2' })).toEqual(known)
      expect(await store.register({ ...PHONE, created: 3_000, keyId: 'k2' })).toEqual(known)
      expect(await store.ofPerson('eve')).toEqual([])
    })

    test('register() sets the key of a device without one, but only for its owner', async () => {
      const store = await open()
      const { keyId: _keyId, ...keyless } = PHONE
      expect(await store.register(keyless)).toEqual(keyless)
      expect(await store.register({ ...keyless, person: 'eve', keyId: 'k2' })).toEqual(keyless)
      expect(await store.register({ ...keyless, created: 3_000, keyId: 'k3' })).toEqual({
        ...keyless,
        keyId: 'k3',
        keyCreated: 3_000,
      })
    })

    test('register() stores all text unchanged, also with special characters', async () => {
      const store = await open()
      const odd = { id: '$person', person: '$created', created: 1, keyId: '$$NOW' }
      expect(await store.register(odd)).toEqual({ ...odd, keyCreated: 1 })
    })

    test('concurrent register() calls of two people return the same device', async () => {
      const store = await open()
      const persons = ['ada', 'eve', 'bob', 'zoe']
      const answers = await Promise.all(
        persons.map((person) => store.register({ ...PHONE, person, keyId: `key of ${person}` })),
      )
      expect(new Set(answers.map(({ person }) => person)).size).toBe(1)
      expect(answers.every(({ person, keyId }) => keyId === `key of ${person}`)).toBe(true)
    })

    test('concurrent register() calls of one person set one key', async () => {
      const store = await open()
      const keyIds = ['k1', 'k2', 'k3', 'k4']
      const answers = await Promise.all(keyIds.map((keyId) => store.register({ ...PHONE, keyId })))
      expect(new Set(answers.map(({ keyId }) => keyId)).size).toBe(1)
    })

    test('ofPerson() returns the devices of that person, oldest first', async () => {
      const store = await open()
      const tablet = { id: 'a-tablet', person: 'ada', created: 3_000 }
      const watch = { id: 'watch', person: 'ada', created: 1_000 }
      const { keyId: _keyId, ...phone } = PHONE
      for (const device of [phone, tablet, watch, { id: 'other', person: 'eve', created: 1 }]) {
        await store.register(device)
      }
      expect(await store.ofPerson('ada')).toEqual([watch, phone, tablet])
    })

    test('rotate() replaces the current key, and lists the old one as revoked after the grace period', async () => {
      const store = await open()
      await store.register(PHONE)
      const rotated = { ...PHONE, keyId: 'k2', keyCreated: NOW }
      expect(await store.rotate({ id: 'phone', person: 'ada' }, rotation('k2'))).toEqual(rotated)
      expect(await store.find('phone')).toEqual(rotated)
      expect(await revokedIn(store)).toEqual({ k1: NOW + GRACE })
    })

    test('rotate() sets the key of a device that has none', async () => {
      const store = await open()
      await store.register(PHONE)
      await store.revoke({ id: 'phone' }, NOW)
      expect(await store.rotate({ id: 'phone' }, rotation('k2'))).toMatchObject({ keyId: 'k2' })
      expect(await revokedIn(store)).toEqual({ k1: NOW })
    })

    test('after concurrent rotate() calls, each key is either current or listed', async () => {
      const store = await open()
      await store.register(PHONE)
      const keyIds = ['k2', 'k3', 'k4', 'k5']
      const answers = await Promise.all(
        keyIds.map((keyId) => store.rotate({ id: 'phone', person: 'ada' }, rotation(keyId))),
      )
      expect(answers.map((device) => device?.keyId)).toEqual(keyIds)
      const current = (await store.find('phone'))?.keyId ?? 'none'
      const listed = Object.keys(await revokedIn(store))
      expect([...listed, current].toSorted()).toEqual(['k1', ...keyIds])
    })

    test('revoke() lists all keys as revoked now, also those in their grace period, and keeps the device', async () => {
      const store = await open()
      await store.register(PHONE)
      await store.rotate({ id: 'phone' }, rotation('k2', NOW - GRACE * 2))
      await store.rotate({ id: 'phone' }, rotation('k3', NOW - 1))
      const [, seen] = await store.revokedKeys(0, 2)
      expect(await store.revoke({ id: 'phone', person: 'ada' }, NOW)).toBe(true)
      const { keyId: _keyId, ...keyless } = PHONE
      expect(await store.find('phone')).toEqual({ ...keyless, keysRevoked: NOW })
      // A reader that saw a key in its grace period sees its earlier end; a key that had ended before is not listed again.
      const later = await store.revokedKeys(seen?.sequence ?? 0, 9)
      expect(Object.fromEntries(later.map(({ keyId, revokedAt }) => [keyId, revokedAt]))).toEqual({
        k2: NOW,
        k3: NOW,
      })
      expect(await revokedIn(store)).toEqual({ k1: NOW - GRACE, k2: NOW, k3: NOW })
      expect(await store.revoke({ id: 'phone' }, NOW + 1)).toBe(true)
      expect(await revokedIn(store)).toEqual({ k1: NOW - GRACE, k2: NOW, k3: NOW })
    })

    test('release() lists all keys as revoked now, and another person can register the device', async () => {
      const store = await open()
      await store.register(PHONE)
      await store.rotate({ id: 'phone' }, rotation('k2', NOW - 1))
      expect(await store.release({ id: 'phone', person: 'ada' }, NOW)).toBe(true)
      expect(await store.find('phone')).toBeUndefined()
      expect(await revokedIn(store)).toEqual({ k1: NOW, k2: NOW })
      const next = { id: 'phone', person: 'eve', created: NOW, keyId: 'k3' }
      expect(await store.register(next)).toEqual({ ...next, keyCreated: NOW })
      expect(await store.ofPerson('ada')).toEqual([])
      expect(await store.release({ id: 'phone', person: 'ada' }, NOW)).toBe(false)
      expect(await revokedIn(store)).toEqual({ k1: NOW, k2: NOW })
    })

    test("no call changes another person's device, or an unknown device", async () => {
      const store = await open()
      const known = await store.register(PHONE)
      for (const named of [{ id: 'phone', person: 'eve' }, { id: 'phone', person: '' }, { id: 'unknown' }]) {
        expect(await store.rotate(named, rotation('k2'))).toBeUndefined()
        expect(await store.revoke(named, NOW)).toBe(false)
        expect(await store.release(named, NOW)).toBe(false)
      }
      expect(await store.find('phone')).toEqual(known)
      expect(await revokedIn(store)).toEqual({})
    })

    test('a revoked key keeps its time of revocation, even if its id is used again', async () => {
      const store = await open()
      await store.register(PHONE)
      await store.revoke({ id: 'phone' }, NOW)
      await store.register(PHONE)
      await store.rotate({ id: 'phone' }, rotation('k2'))
      expect(await revokedIn(store)).toEqual({ k1: NOW })
    })

    test('keys that are revoked concurrently are all listed, each with its own sequence number', async () => {
      const store = await open()
      const ids = Array.from({ length: 8 }, (_, place) => `phone-${place}`)
      await Promise.all(ids.map((id) => store.register({ ...PHONE, id, keyId: `key of ${id}` })))
      await Promise.all(ids.map((id) => store.release({ id }, NOW)))
      expect(Object.keys(await revokedIn(store)).toSorted()).toEqual(ids.map((id) => `key of ${id}`))
    })

    test('after a concurrent rotate() and release(), every key is listed', async () => {
      const store = await open()
      await store.register(PHONE)
      const [rotated] = await Promise.all([
        store.rotate({ id: 'phone', person: 'ada' }, rotation('k2', NOW)),
        store.release({ id: 'phone', person: 'ada' }, NOW),
      ])
      expect(await revokedIn(store)).toEqual(rotated === undefined ? { k1: NOW } : { k1: NOW, k2: NOW })
    })
  })
}
