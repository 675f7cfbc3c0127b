import { expect, test } from 'vitest'
import { openWorld } from '../open-world.fixture.ts'

const REVOKE = 'POST /accounts/devices/phone-1/revoke'

test.each(['anna', 'admin'])(
  '204 for %s: its keys are revoked, and the owner does not change',
  async (as) => {
    const { call, devices } = await openWorld()
    await devices.register({ id: 'phone-1', person: 'anna', created: 1, keyId: 'key-1' })
    expect((await call(REVOKE, { as })).status).toBe(204)
    expect(await devices.revokedKeys(0, 9)).toMatchObject([{ keyId: 'key-1' }])
    const kept = await devices.find('phone-1')
    expect([kept?.person, kept?.keyId]).toEqual(['anna', undefined])
    // A repeated call is no error: people press the button twice.
    expect((await call(REVOKE, { as })).status).toBe(204)
    expect(await devices.revokedKeys(0, 9)).toHaveLength(1)
  },
)

test('a key in its grace period ends immediately', async () => {
  const { call, devices } = await openWorld()
  await devices.register({ id: 'phone-1', person: 'anna', created: 1, keyId: 'key-1' })
  await call('POST /accounts/devices/phone-1/rotate', { as: 'anna' })
  const [before] = await devices.revokedKeys(0, 9)
  expect(before?.revokedAt).toBeGreaterThan(Date.now())
  await call(REVOKE, { as: 'anna' })
  const after = await devices.revokedKeys(0, 9)
  expect(after).toHaveLength(2)
  expect(after.every(({ revokedAt }) => revokedAt <= Date.now())).toBe(true)
})

test("404 for another person's device and an unknown one, 401 and 403 for other callers, 400 for an invalid id", async () => {
  const { call, devices } = await openWorld()
  const known = await devices.register({ id: 'phone-1', person: 'anna', created: 1, keyId: 'key-1' })
  expect((await call(REVOKE, { as: 'ben' })).status).toBe(404)
  expect((await call('POST /accounts/devices/nobodys/revoke', { as: 'ben' })).status).toBe(404)
  expect((await call('POST /accounts/devices/nobodys/revoke', { as: 'admin' })).status).toBe(404)
  expect((await call(REVOKE)).status).toBe(401)
  expect((await call(REVOKE, { as: 'service:web' })).status).toBe(403)
  expect((await call('POST /accounts/devices/null/revoke', { as: 'anna' })).status).toBe(400)
  expect(await devices.find('phone-1')).toEqual(known)
  expect(await devices.revokedKeys(0, 9)).toEqual([])
})
