import { expect, test } from 'vitest'
import { openWorld } from '../open-world.fixture.ts'

test('204: its keys are revoked, it has no owner, and another person may register it', async () => {
  const { call, devices } = await openWorld()
  await devices.register({ id: 'a/b', person: 'anna', created: 1, keyId: 'key-1' })
  expect((await call('DELETE /accounts/devices/a%2Fb', { as: 'anna' })).status).toBe(204)
  expect(await devices.find('a/b')).toBeUndefined()
  expect(await devices.revokedKeys(0, 9)).toMatchObject([{ keyId: 'key-1' }])
  const json = { device_id: 'a/b' }
  expect((await call('POST /accounts/devices', { as: 'ben', json })).status).toBe(201)
  expect((await call('DELETE /accounts/devices/a%2Fb', { as: 'anna' })).status).toBe(404)
  expect(await devices.find('a/b')).toMatchObject({ person: 'ben' })
})

test('204: an admin releases any device', async () => {
  const { call, devices } = await openWorld()
  await devices.register({ id: 'phone-1', person: 'anna', created: 1, keyId: 'key-1' })
  expect((await call('DELETE /accounts/devices/phone-1', { as: 'admin' })).status).toBe(204)
  expect(await devices.find('phone-1')).toBeUndefined()
})

test("404 for another person's device and an unknown one, 401 and 403 for other callers, 400 for an invalid id", async () => {
  const { call, devices } = await openWorld()
  const known = await devices.register({ id: 'phone-1', person: 'anna', created: 1, keyId: 'key-1' })
  for (const [as, id] of [
    ['ben', 'phone-1'],
    ['ben', 'nobodys'],
    ['admin', 'nobodys'],
  ] as const) {
    const response = await call(`DELETE /accounts/devices/${id}`, { as })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ detail: 'There is no such device' })
  }
  expect((await call('DELETE /accounts/devices/phone-1')).status).toBe(401)
  expect((await call('DELETE /accounts/devices/phone-1', { as: 'service:web' })).status).toBe(403)
  expect((await call('DELETE /accounts/devices/null', { as: 'anna' })).status).toBe(400)
  expect(await devices.find('phone-1')).toEqual(known)
  expect(await devices.revokedKeys(0, 9)).toEqual([])
})
