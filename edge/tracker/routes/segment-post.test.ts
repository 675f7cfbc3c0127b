import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveTracker } from '../limits/serve-tracker.fixture.ts'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
})
afterAll(() => world.close())

function post(path: string, body: unknown, contentType = 'application/json') {
  const headers = { 'content-type': contentType }
  return world.tracker().request(path, { method: 'POST', headers, body: JSON.stringify(body) }, {})
}

test("Segment's own client tracks here by another host alone", async () => {
  const url = serveTracker(world.tracker())
  const client = new Analytics({ writeKey: 'anything', host: url.origin, maxRetries: 0 })
  const failures: unknown[] = []
  client.on('error', (failure) => failures.push(failure))
  client.track({ event: 'Order Completed', anonymousId: 'phone-1', properties: { total: 12 } })
  client.identify({ userId: 'anna', traits: { plan: 'free' } })
  await client.closeAndFlush()
  expect(failures).toEqual([])
  expect(await world.kept()).toMatchObject([
    { type: 'Order Completed', device: 'phone-1', params: { total: 12 }, protocol: 'batch' },
    { type: 'identify', device: 'anna', params: { plan: 'free' }, protocol: 'batch' },
  ])
})

test.each(['track', 'identify', 'page', 'screen', 'group', 'alias'])(
  '200: /v1/%s takes one message',
  async (call) => {
    const message = { event: 'Bought', messageId: `m-${call}`, anonymousId: 'phone-2', properties: { n: 1 } }
    const response = await post(`/v1/${call}`, message)
    expect([response.status, response.headers.get('push-ack')]).toEqual([200, 'stream'])
    expect(await response.json()).toEqual({ status: 'ok', id: `m-${call}` })
    const type = call === 'track' ? 'Bought' : call
    expect(await world.kept()).toMatchObject([
      { id: `m-${call}`, type, device: 'phone-2', protocol: 'segment' },
    ])
  },
)

test('an id of another shape becomes one that fits, the same each time', async () => {
  const message = { event: 'Bought', messageId: 'an id / of another shape', userId: 'anna' }
  const ids = await Promise.all([1, 2].map(async () => (await (await post('/v1/track', message)).json()).id))
  expect(ids[0]).toMatch(/^[0-9a-f]{32}$/u)
  expect(ids[0]).toBe(ids[1])
  await world.entries()
})

test('of the context no address, place or id of the phone is kept', async () => {
  const context = {
    ip: '198.51.100.7',
    location: { city: 'Berlin' },
    device: { id: 'idfa', model: 'X' },
    app: { name: 'shop' },
  }
  await post('/v1/track', { event: 'Bought', userId: 'anna', context })
  const [event] = await world.kept()
  expect(event?.params['context']).toEqual({ device: { model: 'X' }, app: { name: 'shop' } })
})

test('400: what has no event, or is no object, is said to be so', async () => {
  expect(await (await post('/v1/track', { userId: 'anna' })).json()).toMatchObject({
    status: 400,
    field: 'type',
  })
  expect(await (await post('/v1/track', [1])).json()).toMatchObject({ status: 400 })
})

test('415: what is no JSON is not read', async () => {
  expect((await post('/v1/track', {}, 'application/xml')).status).toBe(415)
})
