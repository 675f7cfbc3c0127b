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
      { device_id: 'old', created: '1970-01-01T00:00:00.000Z' },
      { device_id: 'new', created: '2026-01-01T00:00:00.000Z' },
    ],
  })
  expect(await (await call('GET /accounts/devices', { as: 'cem' })).json()).toEqual({ items: [] })
})

test('401 for nobody, 403 for whoever is no person', async () => {
  const { call } = await openWorld()
  expect((await call('GET /accounts/devices')).status).toBe(401)
  expect((await call('GET /accounts/devices', { as: 'service:web' })).status).toBe(403)
})
