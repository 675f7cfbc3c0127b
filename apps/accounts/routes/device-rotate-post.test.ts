import { expect, test } from 'vitest'
import { verifyDeviceKey } from '#lib/auth/tokens.ts'
import { openWorld } from '../open-world.fixture.ts'

const ROTATE = 'POST /accounts/devices/phone-1/rotate'
const PHONE = { id: 'phone-1', person: 'anna', created: 1, keyId: 'key-1' }

const keyIn = async (response: Response) => ((await response.json()) as { key?: string }).key ?? ''

test('200: a new key, which must not be cached; the old key ends after the grace period', async () => {
  const { call, devices, keys } = await openWorld({ rotateGraceMs: 60_000 })
  await devices.register(PHONE)
  const before = Date.now()
  const response = await call(ROTATE, { as: 'anna' })
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
  const claims = await verifyDeviceKey(keys, await keyIn(response))
  expect(claims).toEqual({ device: 'phone-1', person: 'anna', keyId: (await devices.find('phone-1'))?.keyId })
  expect(claims?.keyId).not.toBe('key-1')
  const [ended, ...more] = await devices.revokedKeys(0, 9)
  expect([ended?.keyId, more]).toEqual(['key-1', []])
  expect(ended?.revokedAt).toBeGreaterThanOrEqual(before + 60_000)
})

test('200 for concurrent calls: each issued key is the current one or will end', async () => {
  const { call, devices, keys } = await openWorld()
  await devices.register(PHONE)
  const given = await Promise.all(
    [1, 2, 3].map(async () => verifyDeviceKey(keys, await keyIn(await call(ROTATE, { as: 'anna' })))),
  )
  const listed = (await devices.revokedKeys(0, 9)).map(({ keyId }) => keyId)
  const current = (await devices.find('phone-1'))?.keyId
  expect(listed).toHaveLength(3)
  expect(new Set([...listed, current])).toEqual(new Set(['key-1', ...given.map((each) => each?.keyId)]))
})

test('200 for an admin, who ends a key but gets no new one', async () => {
  const { call, devices } = await openWorld()
  await devices.register(PHONE)
  const response = await call(ROTATE, { as: 'admin' })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ device_id: 'phone-1' })
  expect(await devices.revokedKeys(0, 9)).toMatchObject([{ keyId: 'key-1' }])
})

test("404 for another person's device and an unknown one, 401 and 403 for other callers, 400 for an invalid id", async () => {
  const { call, devices } = await openWorld()
  const known = await devices.register(PHONE)
  for (const [as, id] of [
    ['ben', 'phone-1'],
    ['ben', 'nobodys'],
    ['admin', 'nobodys'],
  ] as const) {
    const response = await call(`POST /accounts/devices/${id}/rotate`, { as })
    expect(response.status).toBe(404)
    expect(await response.json()).not.toHaveProperty('key')
  }
  expect((await call(ROTATE)).status).toBe(401)
  expect((await call(ROTATE, { as: 'service:web' })).status).toBe(403)
  expect((await call('POST /accounts/devices/null/rotate', { as: 'anna' })).status).toBe(400)
  expect(await devices.find('phone-1')).toEqual(known)
  expect(await devices.revokedKeys(0, 9)).toEqual([])
})
