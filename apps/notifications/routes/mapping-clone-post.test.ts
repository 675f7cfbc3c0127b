import { expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { openWorld } from '../open-world.fixture.ts'

const PATH = 'POST /mappings/old-phone/clone'

async function aWorld() {
  const world = await openWorld()
  for (const device of ['old-phone', 'new-phone']) await world.own(device, 'anna')
  await world.own('bens-phone', 'ben')
  const mapping = aMapping({ device: 'old-phone', person: 'anna', subscription: 'x', secret: 'shh' })
  await world.mappings.register(mapping)
  return { ...world, mapping }
}

test('200: the new device has the subscription with its settings, the old one has none', async () => {
  const { call, mappings, mapping, audit } = await aWorld()
  const response = await call(PATH, { as: 'admin', json: { device_id: 'new-phone' } })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ device_id: 'new-phone', user: 'anna', subscription_id: 'x' })
  const { locale, timeZone, channel } = mapping
  expect(await mappings.find('new-phone')).toMatchObject({ locale, timeZone, channel, secret: 'shh' })
  expect(await mappings.find('old-phone')).toBeUndefined()
  const [act] = await audit.list({ limit: 1 })
  expect(act).toMatchObject({ status: 200, change: { owner: 'anna', after: { device_id: 'new-phone' } } })
  expect(JSON.stringify(act)).not.toContain('shh')
})

test('what waits for the old device goes to the new one', async () => {
  const { call, deliveries, mapping } = await aWorld()
  const waits = aDelivery({ device: 'old-phone', person: 'anna', channel: mapping.channel })
  await deliveries.add([waits])
  await call(PATH, { as: 'admin', json: { device_id: 'new-phone' } })
  expect(await deliveries.find(waits.id)).toMatchObject({ device: 'new-phone', state: 'pending' })
})

test.each([['bens-phone'], ['unknown'], ['old-phone'], ['null']])('400: not to "%s"', async (device_id) => {
  const { call, mappings } = await aWorld()
  const response = await call(PATH, { as: 'admin', json: { device_id } })
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ field: 'device_id' }),
  ])
  expect(await mappings.find('old-phone')).toBeDefined()
})

test('404 for an unknown device, 403 for people', async () => {
  const { call } = await aWorld()
  const json = { device_id: 'new-phone' }
  expect((await call('POST /mappings/no-phone/clone', { as: 'admin', json })).status).toBe(404)
  expect((await call(PATH, { as: 'anna', json })).status).toBe(403)
})
