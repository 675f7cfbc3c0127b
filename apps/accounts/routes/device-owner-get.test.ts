import { expect, test } from 'vitest'
import { openWorld } from '../open-world.fixture.ts'

test('200: a service gets the owner of a device, for any device id', async () => {
  const { call, devices } = await openWorld()
  for (const id of ['phone-1', 'a/b c', 'ä%2F', '?#']) {
    await devices.register({ id, person: 'anna', created: 1 })
    const response = await call(`GET /accounts/devices/${encodeURIComponent(id)}/owner`, {
      as: 'service:storage',
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ person: 'anna' })
  }
})

test('200: the id of the current key, if the device has one', async () => {
  const { call, devices } = await openWorld()
  await devices.register({ id: 'phone-1', person: 'anna', created: 1, keyId: 'key-1' })
  const as = 'service:notifications'
  const owner = async () => (await call('GET /accounts/devices/phone-1/owner', { as })).json()
  expect(await owner()).toEqual({ person: 'anna', key_id: 'key-1' })
  await devices.revoke({ id: 'phone-1' }, 2)
  expect(await owner()).toEqual({ person: 'anna' })
})

test('401 without a token, 403 for people and admins, who may not read the owner of a device', async () => {
  const { call, devices } = await openWorld()
  await devices.register({ id: 'phone-1', person: 'anna', created: 1 })
  for (const id of ['phone-1', 'nobodys']) {
    const path = `GET /accounts/devices/${id}/owner`
    expect((await call(path)).status).toBe(401)
    expect((await call(path, { as: 'ben' })).status).toBe(403)
    expect((await call(path, { as: 'anna' })).status).toBe(403)
    expect((await call(path, { as: 'admin' })).status).toBe(403)
  }
})

test('404 for a device without an owner, 400 for an invalid id', async () => {
  const { call } = await openWorld()
  const as = 'service:storage'
  expect((await call('GET /accounts/devices/nobodys/owner', { as })).status).toBe(404)
  const response = await call('GET /accounts/devices/null/owner', { as })
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field: 'id' })])
})
