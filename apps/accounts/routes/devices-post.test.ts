import { describe, expect, test } from 'vitest'
import { verifyDeviceKey, verifyPersonToken } from '#lib/auth/tokens.ts'
import { decodeTracked } from '#lib/events/tracked-event.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aTracker } from '../../../edge/tracker/a-tracker.fixture.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

const register = ({ call }: World, as: string, id: unknown) =>
  call('POST /accounts/devices', { as, json: { device_id: id } })

const keyIn = async (response: Response) => ((await response.json()) as { key: string }).key

test('201: the device is registered, and its key, which must not be cached, proves it', async () => {
  const world = await openWorld()
  const response = await register(world, 'anna', 'phone 1/ä')
  expect([response.status, response.headers.get('cache-control')]).toEqual([201, 'no-store'])
  const key = await keyIn(response)
  expect(await verifyDeviceKey(world.keys, key)).toEqual({
    device: 'phone 1/ä',
    person: 'anna',
    keyId: (await world.devices.find('phone 1/ä'))?.keyId,
  })
  expect(await verifyPersonToken(world.keys, key, 'accounts')).toBeUndefined()
  expect(await world.devices.find('phone 1/ä')).toMatchObject({ person: 'anna' })
})

test('200: already registered by the same person, who gets the current key again', async () => {
  const world = await openWorld()
  await world.devices.register({ id: 'phone-1', person: 'anna', created: 1, keyId: 'key-1' })
  for (const _ of [1, 2]) {
    const response = await register(world, 'anna', 'phone-1')
    expect(response.status).toBe(200)
    const claims = { device: 'phone-1', person: 'anna', keyId: 'key-1' }
    expect(await verifyDeviceKey(world.keys, await keyIn(response))).toEqual(claims)
  }
})

test('200: already registered without a key: a new key, which the store knows', async () => {
  const world = await openWorld()
  await world.devices.register({ id: 'phone-1', person: 'anna', created: 1 })
  const response = await register(world, 'anna', 'phone-1')
  expect(response.status).toBe(200)
  const keyId = (await world.devices.find('phone-1'))?.keyId
  expect(await verifyDeviceKey(world.keys, await keyIn(response))).toMatchObject({ keyId })
})

test('one key for concurrent calls', async () => {
  const world = await openWorld()
  const responses = await Promise.all([1, 2, 3, 4].map(() => register(world, 'anna', 'phone-1')))
  const keys = await Promise.all(responses.map(async (response) => keyIn(response)))
  const claims = await Promise.all(keys.map((key) => verifyDeviceKey(world.keys, key)))
  expect(new Set(claims.map((each) => each?.keyId)).size).toBe(1)
  expect(responses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 201])
})

test.each(['', 'null', '.', '..', 'x'.repeat(201), 7, undefined])('400 for the device id %j', async (id) => {
  const response = await register(await openWorld(), 'anna', id)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ field: 'device_id' })
})

test('401 without a token, 403 for callers that are not people', async () => {
  const world = await openWorld()
  const json = { device_id: 'phone-1' }
  expect((await world.call('POST /accounts/devices', { json })).status).toBe(401)
  expect((await register(world, 'service:web', 'phone-1')).status).toBe(403)
  expect((await register(world, 'admin', 'phone-1')).status).toBe(403)
  expect(await world.devices.find('phone-1')).toBeUndefined()
})

describe('409', () => {
  test('for a device of another person: no key is issued, and the owner does not change', async () => {
    const world = await openWorld()
    await register(world, 'anna', 'phone-1')
    const response = await register(world, 'ben', 'phone-1')
    expect(response.status).toBe(409)
    const body = (await response.json()) as Record<string, unknown>
    expect(body).toMatchObject({ code: 'device_taken', field: 'device_id' })
    expect(body).not.toHaveProperty('key')
    expect(JSON.stringify(body)).not.toContain('anna')
    expect(await world.devices.find('phone-1')).toMatchObject({ person: 'anna' })
  })

  test('for all but one of several people who register concurrently', async () => {
    const world = await openWorld()
    const people = ['anna', 'ben', 'cem', 'dora']
    const statuses = await Promise.all(
      people.map(async (person) => (await register(world, person, 'phone-1')).status),
    )
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409])
  })
})

test('the key proves the device to a tracker, and no other device', async () => {
  const world = await openWorld()
  const key = await keyIn(await register(world, 'anna', 'phone-1'))
  const url = `sqlite:${temporaryFolder()}/stream.db`
  const stream = await openStreamWriter(url)
  const reader = await openStreamReader(url, { group: 'test', consumer: 'test' })
  const tracker = aTracker({ stream, keys: world.keys })
  for (const device of ['phone-1', 'phone-2']) {
    const headers = { 'push-device-key': key }
    const response = await tracker.request(`/t/geo?di=${device}&lt=52.5&lg=13.4`, { headers }, {})
    expect(response.status).toBe(200)
  }
  const events = (await reader.take(10, 0)).map(({ value }) => decodeTracked(value))
  expect(events.map(({ device, person }) => [device, person !== undefined])).toEqual([
    ['phone-1', true],
    ['phone-2', false],
  ])
  await Promise.all([reader.close(), stream.close()])
})
