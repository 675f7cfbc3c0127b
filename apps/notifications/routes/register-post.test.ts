import { expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aSubscription, openWorld, PUSH_ORIGIN } from '../open-world.fixture.ts'

type World = Awaited<ReturnType<typeof openWorld>>

/** A world in which Anna has a phone and a tablet, and Ben a phone. */
async function aWorld() {
  const world = await openWorld()
  const annasKey = await world.own('annas-phone', 'anna')
  await world.own('annas-tablet', 'anna')
  await world.own('bens-phone', 'ben')
  return { ...world, annasKey }
}

function register({ call }: Pick<World, 'call'>, as: string, json: object) {
  return call('POST /register', { as, json })
}

function browser(device: string, subscription: object = aSubscription()) {
  return { device_id: device, channel: 'webpush', ...subscription }
}

function hook(device: string, url = `${PUSH_ORIGIN}/hook`) {
  return { device_id: device, channel: 'webhook', url }
}

test('201: a browser subscribes; its keys are stored, and shown to nobody', async () => {
  const world = await aWorld()
  const subscription = aSubscription()
  const response = await register(world, 'anna', browser('annas-phone', subscription))
  expect(response.status).toBe(201)
  const text = await response.text()
  expect(JSON.parse(text)).toMatchObject({ channel: 'webpush', subscription_id: subscription.endpoint })
  const stored = await world.mappings.find('annas-phone')
  const { p256dh, auth } = subscription
  expect(JSON.parse(stored?.secret ?? '')).toEqual({ p256dh, auth, vapid_key: world.vapidKey })
  for (const as of ['anna', 'admin']) {
    const shown = await Promise.all(
      ['/mappings', '/mappings/annas-phone'].map(async (path) =>
        (await world.call(`GET ${path}`, { as })).text(),
      ),
    )
    expect([text, ...shown].join()).not.toContain(auth)
  }
})

test('one spelling of an endpoint is stored', async () => {
  const world = await aWorld()
  const subscription = aSubscription()
  const loud = subscription.endpoint.replace('https://push.test/push', 'HTTPS://PUSH.test:443/x/../push')
  await register(world, 'anna', browser('annas-phone', { ...subscription, endpoint: loud }))
  expect((await world.mappings.find('annas-phone'))?.subscription).toBe(subscription.endpoint)
})

test.each([
  ['endpoint', { endpoint: '' }, 400],
  ['endpoint', { endpoint: undefined }, 400],
  ['endpoint', { endpoint: 'nothing' }, 400],
  ['endpoint', { endpoint: 7 }, 400],
  ['endpoint', { endpoint: `https://push.test/${'x'.repeat(3_000)}` }, 400],
  ['endpoint', { endpoint: 'https://evil.example/push' }, 422],
  ['endpoint', { endpoint: 'https://127.0.0.1/push' }, 422],
  ['endpoint', { endpoint: 'http://fcm.googleapis.com/push' }, 422],
  ['endpoint', { endpoint: 'https://fcm.googleapis.com:8443/push' }, 422],
  ['endpoint', { endpoint: 'https://user:word@push.test/push' }, 422],
  ['subscription_id', { subscription_id: 'x' }, 400],
  ['url', { url: 'https://example.org' }, 400],
  ['p256dh', { p256dh: undefined }, 400],
  ['p256dh', { p256dh: 'AA' }, 400],
  ['p256dh', { p256dh: Buffer.alloc(65, 4).toString('base64url') }, 400],
  ['p256dh', { p256dh: 'x'.repeat(129) }, 400],
  ['auth', { auth: undefined }, 400],
  ['auth', { auth: 'AAAA' }, 400],
  ['auth', { auth: '%%%%%%%%%%%%%%%%%%%%%%' }, 400],
  ['vapid_key', { vapid_key: 'another' }, 400],
])('a browser with a wrong %s %j is refused by name with %i', async (field, over, status) => {
  const world = await aWorld()
  const response = await register(world, 'anna', { ...browser('annas-phone'), ...over })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({
    field,
    ...(status === 422 && { code: 'endpoint_not_allowed' }),
  })
  expect(await world.mappings.find('annas-phone')).toBeUndefined()
})

test('a webhook gets a secret, which is shown once and stays the same', async () => {
  const world = await aWorld()
  const first = await register(world, 'anna', hook('annas-phone'))
  expect(first.headers.get('cache-control')).toBe('no-store')
  const { secret } = await first.json()
  expect(secret).toMatch(/^whsec_/u)
  const second = await register(world, 'anna', hook('annas-phone'))
  expect(second.status).toBe(200)
  expect(await second.json()).not.toHaveProperty('secret')
  expect((await world.mappings.find('annas-phone'))?.secret).toBe(secret)
  const other = await register(world, 'anna', hook('annas-phone', `${PUSH_ORIGIN}/other`))
  expect((await other.json()).secret).not.toBe(secret)
})

test.each([
  'http://example.org/hook',
  'https://10.0.0.1/hook',
  'https://localhost/hook',
  'https://example.org:22/hook',
  'https://[::1]/',
])('422: a webhook at %s is not allowed', async (url) => {
  const world = await aWorld()
  const response = await register(world, 'anna', hook('annas-phone', url))
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ field: 'url', code: 'endpoint_not_allowed' })
})

test('a subscription moves to another device of the same browser: it knows its keys', async () => {
  const world = await aWorld()
  const subscription = aSubscription()
  await register(world, 'anna', browser('annas-phone', subscription))
  const moved = await register(world, 'ben', browser('bens-phone', subscription))
  expect(moved.status).toBe(201)
  expect(await world.mappings.find('annas-phone')).toBeUndefined()
  expect(await world.mappings.find('bens-phone')).toMatchObject({ person: 'ben' })
})

test('what waits for the old device goes to the new one of the same person, and to nobody else', async () => {
  const world = await aWorld()
  const subscription = aSubscription()
  await world.own('annas-tablet', 'anna')
  await register(world, 'anna', browser('annas-phone', subscription))
  const waits = aDelivery({ device: 'annas-phone', person: 'anna', channel: 'webpush' })
  const isHeld = aDelivery({ device: 'annas-phone', person: 'anna', channel: 'webpush' })
  await world.deliveries.add([waits, isHeld])
  await world.deliveries.settle([
    { id: isHeld.id, state: 'held', why: 'quiet', dueAtMs: Date.now(), reason: 'quiet hours' },
  ])
  expect((await register(world, 'anna', browser('annas-tablet', subscription))).status).toBe(201)
  for (const { id } of [waits, isHeld])
    expect(await world.deliveries.find(id)).toMatchObject({ device: 'annas-tablet' })
  expect((await register(world, 'ben', browser('bens-phone', subscription))).status).toBe(201)
  for (const { id } of [waits, isHeld])
    expect(await world.deliveries.find(id)).toMatchObject({ device: 'annas-tablet' })
})

test('409: a subscription does not move to one who knows only its address', async () => {
  const world = await aWorld()
  const subscription = aSubscription()
  await register(world, 'anna', browser('annas-phone', subscription))
  const { auth } = aSubscription()
  for (const guess of [
    { ...subscription, auth },
    { ...aSubscription(), endpoint: subscription.endpoint },
  ]) {
    const theft = await register(world, 'ben', browser('bens-phone', guess))
    expect(theft.status).toBe(409)
    expect(await theft.json()).toMatchObject({ field: 'endpoint', code: 'subscription_taken' })
  }
  await register(world, 'anna', hook('annas-phone'))
  expect((await register(world, 'anna', hook('annas-tablet'))).status).toBe(409)
  expect(await world.mappings.find('annas-phone')).toMatchObject({ person: 'anna' })
})

test('a subscription moves with the key of the device that had it, as long as the key is valid', async () => {
  const world = await aWorld()
  await register(world, 'anna', hook('annas-phone'))
  const wanted = hook('annas-tablet')
  const tabletKey = await world.own('annas-tablet', 'anna')
  for (const key of ['nothing', tabletKey]) {
    expect((await register(world, 'anna', { ...wanted, old_device_key: key })).status).toBe(409)
  }
  const moved = await register(world, 'anna', { ...wanted, old_device_key: world.annasKey })
  expect(moved.status).toBe(201)
  // The new device gets a secret of its own.
  expect((await moved.json()).secret).toMatch(/^whsec_/u)
  expect(await world.mappings.find('annas-phone')).toBeUndefined()
})

test('a webhook of somebody else is no obstacle: each person has a secret of their own', async () => {
  const world = await aWorld()
  const annas = await (await register(world, 'anna', hook('annas-phone'))).json()
  const response = await register(world, 'ben', hook('bens-phone'))
  expect(response.status).toBe(201)
  const bens = await response.json()
  expect(bens.secret).toMatch(/^whsec_/u)
  expect(bens.secret).not.toBe(annas.secret)
  expect(await world.mappings.find('annas-phone')).toMatchObject({ person: 'anna', secret: annas.secret })
})

test('409: a revoked key of the device proves nothing', async () => {
  const world = await aWorld()
  await register(world, 'anna', hook('annas-phone'))
  await world.devices.revoke({ id: 'annas-phone' }, 2)
  const wanted = { ...hook('annas-tablet'), old_device_key: world.annasKey }
  expect((await register(world, 'anna', wanted)).status).toBe(409)
})

test('a person has sixteen devices: with one more, the one that is silent for longest leaves', async () => {
  const world = await aWorld()
  for (let number = 0; number < 17; number++) {
    await world.own(`device-${number}`, 'zoe')
    const json = { device_id: `device-${number}`, channel: 'log', subscription_id: `s-${number}` }
    expect((await register(world, 'zoe', json)).status).toBe(201)
    // Each is a millisecond younger than the one before.
    const at = Date.now()
    while (Date.now() === at);
  }
  const left = (await world.mappings.ofPeople(['zoe'])).map(({ device }) => device)
  expect(left).toHaveLength(16)
  expect(left).not.toContain('device-0')
})
