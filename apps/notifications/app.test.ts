import { aNotifications, openNotificationStores } from './a-notifications.fixture.ts'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aPusherContext } from '#lib/pusher/a-pusher-context.fixture.ts'
import { openPushers } from '#lib/pusher/open.ts'
import type { DeliveryStore } from '#lib/store/deliveries.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { openAuditStore, openDeviceStore, openWriteKeyStore } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createDeviceApp } from '../accounts/create-device-app.fixture.ts'
import type { createNotifications } from './app.ts'
import { openChannelGate, type ChannelGate } from './channel-gate.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { accountsPages } from '../accounts/pages/all-pages.ts'

const SUBSCRIPTION = 'a1111111-1111-4111-8111-111111111111'

let keys: KeyRing
let gates: Map<string, ChannelGate>
let deliveries: DeliveryStore
let app: ReturnType<typeof createNotifications>

beforeEach(async () => {
  const folder = temporaryFolder()
  const url = `sqlite:${folder}/store.db`
  keys = await openKeyRing(join(folder, 'keys.json'))
  const devices = await openDeviceStore(url)
  const writeKeys = await openWriteKeyStore(url)
  const stores = { ...(await openNotificationStores(url)), audit: await openAuditStore(url) }
  const { audit } = stores
  deliveries = stores.deliveries
  const shared = { log: quietLog, metrics: openMetrics() }
  const accountsApp = createDeviceApp({
    assets: openAssets(accountsPages),
    audit,
    keys,
    devices,
    writeKeys,
    rotateGraceMs: 0,
    isDevLogin: false,
    identifier: { keys, audience: 'accounts', adminPassword: '' },
    ...shared,
  })
  const server = Bun.serve({
    development: false,
    port: 0,
    fetch: (request) => accountsApp.fetch(request, {}),
  })
  const accounts: ServiceClient = openServiceClient({
    keys,
    service: 'notifications',
    audience: 'accounts',
    url: server.url.href,
  })
  const pushers = await openPushers(
    ['log:', `onesignal://${SUBSCRIPTION}`],
    aPusherContext({ config: { ONESIGNAL_API_KEY: 'a-key-for-tests-only' } }),
  )
  gates = new Map(['onesignal', 'log'].map((channel) => [channel, openChannelGate(channel, quietLog)]))
  const identifier = { keys, audience: 'notifications', adminPassword: 'a-long-admin-password' }
  app = aNotifications({
    keys,
    ...stores,
    accounts,
    channels: gates,
    pushers: new Map(pushers.map((pusher) => [pusher.channel, pusher])),
    identifier,
    ...shared,
  })
  await devices.register({ id: 'annas-phone', person: 'anna', created: 1 })
  await devices.register({ id: 'bens-phone', person: 'ben', created: 1 })
  return async () => {
    await server.stop(true)
    await Promise.all([devices, writeKeys, ...Object.values(stores)].map((store) => store.close()))
  }
})

async function call(person: string, path: string, init: { method?: string; json?: unknown } = {}) {
  const token = await signPersonToken(keys, { person, role: 'person' }, 'notifications')
  return app.request(path, {
    method: init.method ?? 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(init.json !== undefined && { body: JSON.stringify(init.json) }),
  })
}

const annas = {
  device_id: 'annas-phone',
  channel: 'onesignal',
  subscription_id: SUBSCRIPTION,
  locale: 'de',
  tz: 'Europe/Berlin',
}

test('a person connects a device to a subscription, reads it and removes it', async () => {
  const created = await call('anna', '/register', { method: 'POST', json: annas })
  expect(created.status).toBe(201)
  expect(await created.json()).toMatchObject({ ...annas, user: 'anna', state: 'active' })
  expect((await call('anna', '/register', { method: 'POST', json: { ...annas, locale: 'en' } })).status).toBe(
    200,
  )
  expect(await (await call('anna', '/mappings')).json()).toMatchObject({
    items: [{ device_id: 'annas-phone', locale: 'en' }],
  })
  expect((await call('anna', '/mappings/annas-phone', { method: 'DELETE' })).status).toBe(204)
  expect((await call('anna', '/mappings/annas-phone')).status).toBe(404)
})

test.each([
  ['channel', { ...annas, channel: 'pigeon' }, 400],
  ['subscription_id', { ...annas, subscription_id: 'no-uuid' }, 400],
  ['subscription_id', { ...annas, subscription_id: '' }, 400],
  ['subscription_id', { ...annas, subscription_id: '\u200b' }, 400],
  ['subscription_id', { ...annas, channel: 'log', subscription_id: ' \u200b\u00ad ' }, 400],
  ['subscription_id', { ...annas, channel: 'none' }, 400],
  ['locale', { ...annas, locale: 'xx' }, 400],
  ['tz', { ...annas, tz: 'Mars/Olympus' }, 400],
  ['device_id', { ...annas, device_id: 'null' }, 400],
  ['device_id', { ...annas, device_id: '\u200b\u00ad' }, 400],
  ['device_id', { ...annas, device_id: 'bens-phone' }, 403],
  ['device_id', { ...annas, device_id: 'nobodys-phone' }, 403],
])('a registration with a wrong %s is refused by name', async (field, json, status) => {
  const response = await call('anna', '/register', { method: 'POST', json })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ field })
})

test('nobody registers a mail address: it could be that of another person', async () => {
  gates.set('mail', openChannelGate('mail', quietLog))
  const wish = { device_id: 'annas-phone', channel: 'mail', subscription_id: 'ben' }
  const response = await call('anna', '/register', { method: 'POST', json: wish })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    field: 'channel',
    detail: '"channel" must be one of onesignal, log, none',
  })
})

test('a subscription of another device is refused', async () => {
  await call('anna', '/register', { method: 'POST', json: annas })
  const theft = await call('ben', '/register', {
    method: 'POST',
    json: { ...annas, device_id: 'bens-phone' },
  })
  expect(theft.status).toBe(409)
  expect(await theft.json()).toMatchObject({ field: 'subscription_id' })
  expect(await (await call('anna', '/mappings')).json()).toMatchObject({
    items: [{ subscription_id: SUBSCRIPTION }],
  })
})

test('people do not see mappings and deliveries of other people', async () => {
  await call('anna', '/register', { method: 'POST', json: annas })
  expect((await call('ben', '/mappings/annas-phone')).status).toBe(404)
  expect((await call('ben', '/mappings/annas-phone', { method: 'DELETE' })).status).toBe(404)
  expect(await (await call('ben', '/mappings')).json()).toEqual({ items: [] })
  expect((await call('ben', '/deliveries?user=anna')).status).toBe(403)
  expect((await call('ben', '/deliveries?state=lost')).status).toBe(400)
  expect((await app.request('/mappings')).status).toBe(401)
})

test('services and the admin read all, in pages', async () => {
  await call('anna', '/register', { method: 'POST', json: annas })
  await call('ben', '/register', {
    method: 'POST',
    json: { ...annas, device_id: 'bens-phone', channel: 'log', subscription_id: 'x' },
  })
  const token = await signServiceToken(keys, 'web', 'notifications')
  const first = await app.request('/mappings?limit=1', { headers: { authorization: `Bearer ${token}` } })
  expect(await first.json()).toMatchObject({ items: [{ device_id: 'annas-phone' }], next: 'annas-phone' })
  const basic = `Basic ${Buffer.from('admin:a-long-admin-password').toString('base64')}`
  const rest = await app.request(
    '/mappings?limit=5&cursor=annas-phone',
    { headers: { authorization: basic } },
    {},
  )
  expect(await rest.json()).toEqual({ items: [expect.objectContaining({ device_id: 'bens-phone' })] })
})

test('pending deliveries move when their device is registered for another channel', async () => {
  await call('anna', '/register', { method: 'POST', json: annas })
  await deliveries.add([aDelivery({ person: 'anna', device: 'annas-phone' })])
  const log = { ...annas, channel: 'log', subscription_id: 'x' }
  await call('anna', '/register', { method: 'POST', json: log })
  expect(await deliveries.waiting()).toEqual(new Map([['log', 1]]))
  await call('anna', '/register', { method: 'POST', json: { device_id: 'annas-phone', channel: 'none' } })
  expect(await deliveries.waiting()).toEqual(new Map([['log', 1]]))
})

describe('POST /deliveries/count', () => {
  async function countAs(authorization: string, json: unknown): Promise<Response> {
    const headers = { authorization, 'content-type': 'application/json' }
    return app.request('/deliveries/count', { method: 'POST', headers, body: JSON.stringify(json) }, {})
  }
  const service = async () => `Bearer ${await signServiceToken(keys, 'storage', 'notifications')}`

  test('200: the deliveries of each match by state; those without any are absent', async () => {
    await deliveries.add([
      aDelivery({ match: 'm-1', device: 'd-1' }),
      aDelivery({ match: 'm-1', device: 'd-2' }),
    ])
    const response = await countAs(await service(), { matches: ['m-1', 'm-2'] })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ counts: { 'm-1': { pending: 2 } } })
  })

  test('400 names the wrong field, 403 for people', async () => {
    for (const [json, field] of [
      [{}, 'matches'],
      [{ matches: Array.from({ length: 201 }, () => 'm') }, 'matches'],
      [{ matches: [7] }, 'matches.0'],
    ] as const) {
      const response = await countAs(await service(), json)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ field })
    }
    const token = await signPersonToken(keys, { person: 'anna', role: 'person' }, 'notifications')
    expect((await countAs(`Bearer ${token}`, { matches: [] })).status).toBe(403)
  })
})

describe('GET /notifications/channels', () => {
  async function channelsAs(authorization: string): Promise<Response> {
    return app.request('/notifications/channels', { headers: { authorization } }, {})
  }

  test('200: the state, reason and pending deliveries of each channel, also of one that is off', async () => {
    await deliveries.add([aDelivery(), aDelivery(), aDelivery({ channel: 'pigeon' })])
    gates.get('onesignal')?.note({ outcome: 'held', reason: 'wrong key' }, performance.now())
    const response = await channelsAs(`Basic ${btoa('admin:a-long-admin-password')}`)
    expect(response.status).toBe(200)
    const time = expect.stringMatching(/Z$/u)
    expect(await response.json()).toEqual({
      items: [
        { channel: 'onesignal', state: 'held', since: time, reason: 'wrong key', next_try: time, waiting: 2 },
        { channel: 'log', state: 'open', waiting: 0 },
        { channel: 'pigeon', state: 'off', waiting: 1 },
      ],
    })
    const token = await signPersonToken(keys, { person: 'olga', role: 'operate' }, 'notifications')
    expect((await channelsAs(`Bearer ${token}`)).status).toBe(200)
  })

  test('401 without a token, 403 for a person', async () => {
    expect((await app.request('/notifications/channels')).status).toBe(401)
    expect((await call('anna', '/notifications/channels')).status).toBe(403)
  })
})
