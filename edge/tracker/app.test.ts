import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { signDeviceKey, signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { StreamWriter } from '#lib/stream-log/stream-log.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { streamKeeper } from './keep/event-keeper.ts'
import { openTrackerWorld, type TrackerWorld } from './open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
  return () => world.close()
})

const aTracker: TrackerWorld['tracker'] = (over) => world.tracker(over)

const kept = () => world.kept()

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return aTracker().request(
    path,
    { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } },
    {},
  )
}

describe('GET /t/…/<type>', () => {
  test('is answered 200 with Push-Ack when the event is in the stream, its query verbatim', async () => {
    const response = await aTracker().request(
      '/t/any/where/w?wor=king&a=1&a=2&__proto__=x',
      { headers: { 'user-agent': 'curl/8' } },
      { peerIp: '198.51.100.77' },
    )
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'ok' })
    expect(response.headers.get('push-ack')).toBe('stream')
    const [event, ...more] = await kept()
    expect(more).toEqual([])
    expect(event).toMatchObject({
      type: 'w',
      source: '/tracker/berlin',
      protocol: 'get',
      ip: '198.51.100.0',
      userAgent: 'curl/8',
      person: undefined,
    })
    expect(JSON.stringify(event?.params)).toBe('{"wor":"king","a":["1","2"],"__proto__":"x"}')
  })

  test('HEAD tracks as well', async () => {
    expect((await aTracker().request('/t/w?wor=head', { method: 'HEAD' }, {})).status).toBe(200)
    expect(await kept()).toHaveLength(1)
  })

  test('two calls that look the same are two events; with a client time they are one', async () => {
    for (const query of ['page=1', 'page=1', 'page=1&ts=1700000000000', 'page=1&ts=1700000000000']) {
      await aTracker().request(`/t/view?${query}`, {}, {})
    }
    expect(new Set((await kept()).map(({ id }) => id)).size).toBe(3)
  })

  test('refuses a missing type, a broken path, an id that is none, and a long query, each by name', async () => {
    const cases = [
      ['/t/', 400, 'type'],
      ['/t/%E0%A4%A', 400, 'type'],
      ['/t/geo?di=undefined', 400, 'di'],
      [`/t/w?x=${'y'.repeat(600)}`, 413, 'query'],
    ] as const
    for (const [path, status, field] of cases) {
      const response = await aTracker().request(path, {}, {})
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toMatchObject({ status, field })
    }
    expect(await kept()).toEqual([])
  })
})

describe('POST /v1/events', () => {
  test('takes a plain object, its other fields being the params', async () => {
    const response = await post('/v1/events', { type: 'order', id: 'o-1', di: 'phone-1', price: 12 })
    expect(await response.json()).toEqual({ status: 'ok', id: 'o-1' })
    expect(await kept()).toMatchObject([
      { id: 'o-1', type: 'order', device: 'phone-1', params: { di: 'phone-1', price: 12 } },
    ])
  })

  test('takes a CloudEvent in structured mode, but never its source', async () => {
    await post('/v1/events', {
      specversion: '1.0',
      id: 'c-1',
      source: '/service/storage',
      type: 'srch',
      subject: 'phone-1',
      time: '2026-01-01T00:00:00Z',
      data: { a: 1 },
    })
    expect(await kept()).toMatchObject([
      {
        id: 'c-1',
        source: '/tracker/berlin',
        device: 'phone-1',
        time: Date.parse('2026-01-01T00:00:00Z'),
        params: { a: 1 },
        quality: ['unproven'],
      },
    ])
  })

  test.each([
    ['{"type":', 400, 'body'],
    ['"text"', 400, 'event'],
    ['{"id":"x"}', 400, 'type'],
    ['{"type":"w","id":"a b"}', 400, 'id'],
    ['{"type":"w","ts":"soon"}', 400, 'ts'],
    ['{"type":"w","di":{}}', 400, 'di'],
    ['{"type":"w","params":{"a":{"b":{"c":{"d":1}}}}}', 400, 'body'],
  ])('%s is answered %i naming "%s"', async (body, status, field) => {
    const response = await post('/v1/events', body)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ field })
    expect((await aTracker().request('/t/w', {}, {})).status).toBe(200)
    expect(await kept()).toHaveLength(1)
  })

  test('refuses what is too large', async () => {
    expect((await post('/v1/events', { type: 'w', a: 'x'.repeat(3_000) })).status).toBe(413)
    expect(await kept()).toEqual([])
  })
})

describe('POST /v1/batch', () => {
  test('keeps the good ones, and gives each its result', async () => {
    const response = await post('/v1/batch', {
      batch: [{ type: 'w', id: 'b-1' }, { type: 'w', id: 'b-1' }, { type: '', id: 'b-2' }, 7],
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('push-ack')).toBe('stream')
    expect(await response.json()).toEqual({
      results: {
        'b-1': { result: 'duplicate' },
        'b-2': { result: 'invalid', detail: '"type" must be text of 1 to 64 characters' },
        '#3': { result: 'invalid', detail: '"event" must be a JSON object' },
      },
    })
    expect((await kept()).map(({ id }) => id)).toEqual(['b-1'])
  })

  test('keeps events of two devices that made up the same id', async () => {
    const batch = ['phone-1', 'phone-2', 'phone-1'].map((di) => ({ type: 'w', id: 'same', di }))
    await post('/v1/batch', { batch })
    expect((await kept()).map(({ device }) => device)).toEqual(['phone-1', 'phone-2'])
  })

  test('corrects client times by the clock of the client', async () => {
    const now = Date.now()
    const batch = [{ type: 'w', ts: now - 3_600_000 - 5_000 }]
    await post('/v1/batch', { sentAt: now - 3_600_000, batch })
    const [event] = await kept()
    expect(event?.time).toBe((event?.receivedAt ?? 0) - 5_000)
  })

  test('refuses what is no batch, and too many events, naming the field', async () => {
    expect(await (await post('/v1/batch', { events: [] })).json()).toMatchObject({
      status: 400,
      field: 'batch',
    })
    const many = Array.from({ length: 6 }, () => ({ type: 'w' }))
    expect(await (await post('/v1/batch', many)).json()).toMatchObject({ status: 413, field: 'batch' })
    expect(await kept()).toEqual([])
  })
})

describe('who sends', () => {
  test('only a service token for the tracker gives a service as source', async () => {
    const token = await signServiceToken(world.keys, 'storage', 'tracker')
    await post('/v1/events', { type: 'srch', id: 's-1' }, { authorization: `Bearer ${token}` })
    expect(await kept()).toMatchObject([{ source: '/service/storage', quality: [] }])
  })

  test('a token for another station, or a broken one, is answered 401', async () => {
    const tokens = [await signServiceToken(world.keys, 'storage', 'matching'), 'a.b.c']
    for (const token of tokens) {
      expect((await post('/v1/events', { type: 'w' }, { authorization: `Bearer ${token}` })).status).toBe(401)
    }
    expect(await kept()).toEqual([])
  })

  test("a person's token is no service", async () => {
    const token = await signPersonToken(world.keys, { person: 'anna', role: 'person' }, 'tracker')
    await post('/v1/events', { type: 'srch' }, { authorization: `Bearer ${token}` })
    expect(await kept()).toMatchObject([{ source: '/tracker/berlin', quality: ['unproven'] }])
  })

  test('a device proves itself by header or dk, which never reaches the stream; the key of another proves nothing', async () => {
    const key = await signDeviceKey(world.keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
    await post(
      '/v1/events',
      { type: 'geo', params: { di: 'phone-1', lt: 1, lg: 2 } },
      { 'push-device-key': key },
    )
    await post('/v1/events', { type: 'geo', params: { di: 'phone-1', lt: 1, lg: 2, dk: key } })
    await post('/v1/events', { type: 'geo', params: { di: 'phone-2', lt: 1, lg: 2, dk: key } })
    await post('/v1/events', { type: 'geo', params: { lt: 1, lg: 2, dk: key } })
    const events = await kept()
    expect(events.map(({ person }) => person)).toEqual(['anna', 'anna', undefined, undefined])
    expect(JSON.stringify(events)).not.toContain(key)
  })

  test('places that cannot be are marked, and kept', async () => {
    await post('/v1/batch', [
      { type: 'geo', params: { lt: 91, lg: 0 } },
      { type: 'geo', params: { lt: '0', lg: '0' } },
      { type: 'geo', params: { lt: 'x', lg: 1 } },
      { type: 'geo', params: { lt: 1, lg: 1 }, ts: Date.now() + 60_000 },
      { type: 'geo', params: { lt: { toString: '' }, lg: [{ valueOf: 1 }] } },
    ])
    expect((await kept()).map(({ quality }) => quality)).toEqual([
      ['out-of-range'],
      ['null-island'],
      ['out-of-range'],
      ['from-the-future'],
      ['out-of-range'],
    ])
  })
})

test('a stream that takes nothing is answered 503 with Retry-After, and nothing is said or counted to be kept', async () => {
  const metrics = openMetrics()
  const down: StreamWriter = {
    append: () => Promise.reject(new UnavailableError('Cannot append: disk full')),
    check: () => Promise.resolve(),
    fill: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  }
  const response = await aTracker({ keeper: streamKeeper(down), metrics }).request('/t/w', {}, {})
  expect(response.status).toBe(503)
  expect(await metrics.text()).not.toMatch(/^push_tracker_events_total\{/mu)
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(5)
  expect(response.headers.get('push-ack')).toBeNull()
})

test('pages of all sites may track: CORS, robots, 404 and 405 with Allow', async () => {
  const preflight = await aTracker().request(
    '/v1/events',
    { method: 'OPTIONS', headers: { origin: 'https://shop.example' } },
    {},
  )
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-max-age')).toBe('86400')
  expect(await (await aTracker().request('/robots.txt', {}, {})).text()).toContain('Disallow: /')
  expect((await aTracker().request('/nowhere', {}, {})).status).toBe(404)
  const wrong = await aTracker().request('/v1/batch', { method: 'DELETE' }, {})
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
})

test('whatever JSON comes, the answer is a result or a problem naming a field, and the next call is served', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.constantFrom('/v1/events', '/v1/batch'), async (body, path) => {
      const response = await post(path, body)
      expect([200, 400, 413]).toContain(response.status)
      if (response.status !== 200) expect(await response.json()).toHaveProperty('field')
    }),
    { numRuns: 300 },
  )
  expect((await aTracker().request('/t/w', {}, {})).status).toBe(200)
})

test('each answer is timed under its route; what callers make up is no label', async () => {
  const metrics = openMetrics()
  const app = aTracker({ metrics })
  await app.request('/t/any/where/w', {}, {})
  await app.request('/t/w', { method: 'HEAD' }, {})
  await app.request('/v1/events', { method: 'POST', body: 'no json' }, {})
  await app.request('/made/up/by/a/caller', {}, {})
  await app.request('/t/w', { method: 'PROPFIND' }, {})
  const text = await metrics.text()
  const counts = text
    .split('\n')
    .filter((line) => line.startsWith('http_server_request_duration_seconds_count'))
  const labels = (method: string, route: string, status: number) =>
    `http_server_request_duration_seconds_count{http_request_method="${method}",http_route="${route}",http_response_status_code="${status}"} 1`
  expect(counts.toSorted()).toEqual(
    [
      labels('GET', '/t/*', 200),
      labels('HEAD', '/t/*', 200),
      labels('POST', '/v1/events', 400),
      labels('GET', 'unknown', 404),
      labels('_OTHER', 'unknown', 405),
    ].toSorted(),
  )
  expect(text).toContain('push_tracker_events_total{protocol="get",outcome="ok"} 2')
  expect(text).toContain('push_tracker_ack_total{level="stream"} 2')
})
