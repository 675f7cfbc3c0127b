import { Analytics } from '@segment/analytics-node'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entryKindOf } from '#lib/events/tracked-event.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
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

test("Segment's own client works here; only its host is changed", async () => {
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

test("RudderStack's server client works here unchanged: it sends JSON in gzip, labelled as a form", async () => {
  const url = serveTracker(world.tracker())
  const failures: unknown[] = []
  const errorHandler = (error: unknown) => void failures.push(error)
  const client = new RudderAnalytics('anything', { dataPlaneUrl: url.origin, errorHandler })
  client.track({ event: 'Order Completed', anonymousId: 'phone-1', properties: { total: 12 } })
  client.identify({ userId: 'anna', traits: { plan: 'free' } })
  await client.flush()
  expect(failures).toEqual([])
  expect(await world.kept()).toMatchObject([
    { type: 'Order Completed', device: 'phone-1', params: { total: 12 }, protocol: 'batch' },
    { type: 'identify', device: 'anna', params: { plan: 'free' }, protocol: 'batch' },
  ])
})

test.each(['track', 'identify', 'page', 'screen', 'group', 'alias'])(
  '200: /v1/%s and its first letter take one message',
  async (call) => {
    const message = { event: 'Bought', messageId: `m-${call}`, anonymousId: 'phone-2', properties: { n: 1 } }
    const response = await post(`/v1/${call}`, message)
    expect([response.status, response.headers.get('push-ack')]).toEqual([200, 'stream'])
    expect(await response.json()).toEqual({ status: 'ok', id: `m-${call}` })
    const type = call === 'track' ? 'Bought' : call
    expect(await world.kept()).toMatchObject([
      { id: `m-${call}`, type, device: 'phone-2', protocol: 'segment' },
    ])
    expect((await post(`/v1/${call.slice(0, 1)}`, message, 'text/plain')).status).toBe(200)
    expect(await world.kept()).toMatchObject([{ id: `m-${call}`, type }])
  },
)

test.each(['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch'])('200: %s takes many', async (path) => {
  const batch = [1, 2].map((n) => ({ type: 'track', event: 'Bought', messageId: `m-${n}`, userId: 'anna' }))
  const response = await post(path, { batch, sentAt: new Date().toISOString() }, 'text/plain')
  expect(await response.json()).toEqual({ results: { 'm-1': { result: 'ok' }, 'm-2': { result: 'ok' } } })
  expect(await world.kept()).toMatchObject([{ id: 'm-1' }, { id: 'm-2' }])
})

describe('a field of the message itself', () => {
  async function paramsOf(message: unknown, call = 'track'): Promise<unknown> {
    expect((await post(`/v1/${call}`, message)).status).toBe(200)
    const [event] = await world.kept()
    return event?.params
  }

  test('is not overwritten by a property or a trait, which are kept in a param of their own', async () => {
    const own = { event: 'Bought', anonymousId: 'phone-1', userId: 'anna', context: { locale: 'de' } }
    const added = { userId: 'forged', context: { ip: 'x' }, anonymousId: 'y', previousId: 'z', properties: 1 }
    for (const name of ['properties', 'traits']) {
      expect(await paramsOf({ ...own, [name]: { ...added, total: 12 } })).toEqual({
        userId: 'anna',
        context: { locale: 'de' },
        total: 12,
        [name]: added,
      })
    }
  })

  test('is kept beside properties and traits with the same names; equal values are kept once', async () => {
    const message = { userId: 'anna', name: 'Home', properties: { name: 'Start', a: 1 }, traits: { a: 2 } }
    expect(await paramsOf(message, 'page')).toEqual({
      name: 'Home',
      a: 1,
      properties: { name: 'Start' },
      traits: { a: 2 },
    })
    expect(await paramsOf({ userId: 'anna', name: 'Home', properties: { name: 'Home' } }, 'page')).toEqual({
      name: 'Home',
    })
  })

  test('counts as absent if it is null; properties that are not an object are kept unchanged', async () => {
    const empty = { event: 'Bought', anonymousId: 'phone-1', userId: null, groupId: null, context: null }
    expect(await paramsOf({ ...empty, properties: null, traits: null })).toEqual({})
    expect(await paramsOf({ ...empty, properties: [1, 2] })).toEqual({ properties: [1, 2] })
    expect(await paramsOf({ ...empty, properties: JSON.parse('{"__proto__":1,"a":null}') })).toEqual(
      JSON.parse('{"__proto__":1,"a":null}'),
    )
  })

  test("can be the context, whose traits are used for 'identify'", async () => {
    const message = { userId: 'anna', traits: null, context: { traits: { plan: 'free' }, locale: 'de' } }
    expect(await paramsOf(message, 'identify')).toEqual({ plan: 'free', context: { locale: 'de' } })
  })
})

test('an identity that cannot be a device stays among the params, and the event is kept', async () => {
  for (const [identities, device, params] of [
    [{ userId: 'guest' }, undefined, { userId: 'guest' }],
    [{ anonymousId: 'undefined', userId: 'anna' }, 'anna', { anonymousId: 'undefined' }],
    [{ anonymousId: 'x'.repeat(201) }, undefined, { anonymousId: 'x'.repeat(201) }],
    [{ anonymousId: 'phone-1', userId: 'guest' }, 'phone-1', { userId: 'guest' }],
  ] as const) {
    expect((await post('/v1/t', { event: 'Bought', ...identities })).status).toBe(200)
    expect(await world.kept()).toMatchObject([{ type: 'Bought', device, params }])
  }
})

describe('a message that is refused', () => {
  const long = 'x'.repeat(65)
  const message = {
    type: 'track',
    event: long,
    messageId: 'm-1',
    userId: 'anna',
    properties: { dk: 'secret' },
  }

  test('is answered with the reason, and kept for a human with the reason and without keys', async () => {
    const response = await post('/v1/t', { ...message, writeKey: 'wk_secret' })
    expect([response.status, await response.json()]).toMatchObject([400, { field: 'event' }])
    const [entry = '', ...more] = await world.entries()
    expect(more).toEqual([])
    expect(JSON.parse(entry)).toMatchObject({
      bad: '"event" must be text of 1 to 64 characters, with at least one visible character and no control characters',
      o: 'segment',
    })
    expect(entry).toContain(long)
    expect(entry).not.toContain('secret')
  })

  test('does not affect others in a batch, whose answer names it', async () => {
    const metrics = openMetrics()
    const body = JSON.stringify({ batch: [message, { ...message, event: 'Bought', messageId: 'm-2' }] })
    const headers = { 'content-type': 'application/json' }
    const tracker = world.tracker({ metrics })
    const response = await tracker.request('/v1/b', { method: 'POST', headers, body }, {})
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        results: {
          'm-1': {
            result: 'invalid',
            detail:
              '"event" must be text of 1 to 64 characters, with at least one visible character and no control characters',
          },
          'm-2': { result: 'ok' },
        },
      },
    ])
    const entries = await world.entries()
    expect(entries.map((entry) => entryKindOf(JSON.parse(entry)))).toEqual(['unreadable', 'event'])
    expect(await metrics.text()).toContain('push_tracker_events_total{protocol="batch",outcome="invalid"} 1')
  })

  test('is kept without its text if its sender asks not to be tracked', async () => {
    const headers = { 'content-type': 'application/json', dnt: '1' }
    await world.tracker().request('/v1/t', { method: 'POST', headers, body: JSON.stringify(message) }, {})
    const [entry = ''] = await world.entries()
    expect(entryKindOf(JSON.parse(entry))).toBe('unreadable')
    expect(entry).not.toContain(long)
  })

  test('is also kept without its text if the message asks itself; the policy drop keeps nothing', async () => {
    for (const asking of [{ dnt: true }, { properties: { dnt: '1' } }]) {
      for (const [policy, kept] of [
        ['anonymise', 1],
        ['drop', 0],
      ] as const) {
        const body = JSON.stringify({ ...message, ...asking })
        const headers = { 'content-type': 'application/json' }
        const tracker = world.tracker({ privacyPolicy: policy })
        expect((await tracker.request('/v1/t', { method: 'POST', headers, body }, {})).status).toBe(400)
        const entries = await world.entries()
        expect(entries).toHaveLength(kept)
        for (const secret of ['anna', 'm-1', long]) expect(entries.join('')).not.toContain(secret)
      }
    }
  })
})

test.each([
  [{ messageId: true }, 'messageId'],
  [{ messageId: -1 }, 'messageId'],
  [{ userId: ['a'] }, 'userId'],
  [{ anonymousId: {} }, 'anonymousId'],
])("400: the refusal of %j names the client's field", async (fields, name) => {
  const response = await post('/v1/track', { event: 'Bought', userId: 'anna', ...fields })
  expect([response.status, (await response.json()).field]).toEqual([400, name])
  await world.entries()
})

test('a message is read in the same way on each path, with any extra fields', async () => {
  const message = { type: 'track', event: 'Bought', messageId: 'm-1', userId: 'anna', properties: { n: 1 } }
  for (const added of [{ id: '7' }, { ts: 1 }, { di: 'x' }, { params: { a: 1 } }]) {
    const sent = { ...message, ...added }
    for (const [path, body] of [
      ['/v1/track', sent],
      ['/v1/events', sent],
      ['/v1/batch', { batch: [sent] }],
    ] as const) {
      expect((await post(path, body)).status).toBe(200)
      expect(await world.kept()).toMatchObject([
        { id: 'm-1', type: 'Bought', device: 'anna', params: { n: 1, ...added } },
      ])
    }
  }
})

test('an id of a wrong shape is replaced by a valid one, always the same', async () => {
  const message = { event: 'Bought', messageId: 'an id / of another shape', userId: 'anna' }
  const ids = await Promise.all([1, 2].map(async () => (await (await post('/v1/track', message)).json()).id))
  expect(ids[0]).toMatch(/^[0-9a-f]{32}$/u)
  expect(ids[0]).toBe(ids[1])
  await world.entries()
})

test('no address, place or phone id of the context is kept', async () => {
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

test('400: a message without event, or one that is not an object', async () => {
  expect(await (await post('/v1/track', { userId: 'anna' })).json()).toMatchObject({
    status: 400,
    field: 'event',
  })
  expect(await (await post('/v1/track', [1])).json()).toMatchObject({ status: 400 })
})

test('415: a body that is not JSON', async () => {
  expect((await post('/v1/track', {}, 'application/xml')).status).toBe(415)
})
