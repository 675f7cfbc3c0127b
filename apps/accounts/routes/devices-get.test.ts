import { expect, test } from 'vitest'
import { openWorld } from '../open-world.fixture.ts'

test("200: the caller's own devices, oldest first, without keys", async () => {
  const { call, devices } = await openWorld()
  await devices.register({ id: 'new', person: 'anna', created: 1_767_225_600_000 })
  await devices.register({ id: 'old', person: 'anna', created: 0 })
  await devices.register({ id: 'bens', person: 'ben', created: 1 })
  const response = await call('GET /accounts/devices', { as: 'anna' })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    items: [
      { device_id: 'old', created: '1970-01-01T00:00:00.000Z', state: 'without_key' },
      { device_id: 'new', created: '2026-01-01T00:00:00.000Z', state: 'without_key' },
    ],
  })
  expect(await (await call('GET /accounts/devices', { as: 'cem' })).json()).toEqual({ items: [] })
})

test('200: the state and the times of each device', async () => {
  const { call, devices } = await openWorld()
  const ada = { person: 'ada', created: 0 }
  for (const id of ['lost', 'phone']) await devices.register({ ...ada, id, keyId: `key of ${id}` })
  await devices.revoke({ id: 'lost' }, 1_767_225_600_000)
  const { items } = (await (await call('GET /accounts/devices', { as: 'ada' })).json()) as { items: unknown }
  const created = '1970-01-01T00:00:00.000Z'
  expect(items).toEqual([
    { device_id: 'lost', created, state: 'without_key', keys_revoked: '2026-01-01T00:00:00.000Z' },
    { device_id: 'phone', created, state: 'active', key_created: created },
  ])
})

test('401 without a token, 403 for callers that are not people', async () => {
  const { call } = await openWorld()
  expect((await call('GET /accounts/devices')).status).toBe(401)
  expect((await call('GET /accounts/devices', { as: 'service:web' })).status).toBe(403)
})
