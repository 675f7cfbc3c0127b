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

  test("a person's token does not give a service as source", async () => {
    const token = await signPersonToken(world.keys, { person: 'anna', role: 'person' }, 'tracker')
    await post('/v1/events', { type: 'srch' }, { authorization: `Bearer ${token}` })
    expect(await kept()).toMatchObject([{ source: '/tracker/berlin', quality: ['unproven'] }])
  })

  test('a device proves itself by header or dk; the key never reaches the stream; the key of another device proves nothing', async () => {
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

  test('impossible places are marked and kept', async () => {
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

test('when the stream takes nothing, the answer is 503 with Retry-After, and no event is counted as kept', async () => {
  const metrics = openMetrics()
  const down: StreamWriter = {
    append: () => Promise.reject(new UnavailableError('Cannot append: disk full')),
    check: () => Promise.resolve(),
    fillLevel: () => Promise.resolve(undefined),
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
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  expect(preflight.headers.get('access-control-max-age')).toBe('86400')
  expect(await (await aTracker().request('/robots.txt', {}, {})).text()).toContain('Disallow: /')
  expect((await aTracker().request('/nowhere', {}, {})).status).toBe(404)
  const wrong = await aTracker().request('/v1/batch', { method: 'DELETE' }, {})
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
})

test('for any JSON the answer is a result or a problem that names a field, and the next call is served', async () => {
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

test('each answer is timed under its route; paths and methods that callers invent become no labels', async () => {
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
