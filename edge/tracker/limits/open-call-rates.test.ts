import { beforeAll, describe, expect, test } from 'vitest'
import { signServiceToken } from '#lib/auth/tokens.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { LIMITS, openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'
import type { TrackerLimits, TrackerOptions } from '../options.ts'

// So slow that no token comes back during a test.
const NEVER = 0.001
const IP = '198.51.100.7'
const PROBLEM = { status: 429, code: 'too_many_events' }

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
  return () => world.close()
})

/** Opens a tracker with these limits, and functions that call it. */
function openLimited(limits: Partial<TrackerLimits>, over: Partial<TrackerOptions> = {}) {
  const app = world.tracker({
    limits: { ...LIMITS, batchEventsMax: 1_000, batchBytesMax: 1_000_000, ...limits },
    ...over,
  })
  return {
    track: (query: string, peerIp = IP) => app.request(`/t/w?${query}`, {}, { peerIp }),
    post: (path: string, body: unknown, headers: Record<string, string> = {}, peerIp = IP) =>
      app.request(path, { method: 'POST', body: JSON.stringify(body), headers }, { peerIp }),
  }
}

const batchOf = (...devices: (string | undefined)[]) => devices.map((di) => ({ type: 'w', di }))
const statusOf = (response: Response) => response.status

describe('one device', () => {
  const limits = { deviceEventsPerSecond: NEVER, deviceEventsBurst: 3 }

  test('may send a burst; more is answered 429 with Retry-After, and is not kept', async () => {
    const { track } = openLimited(limits)
    const answers = await Promise.all([1, 2, 3].map(async () => statusOf(await track('di=phone-1'))))
    expect(answers).toEqual([200, 200, 200])
    const refused = await track('di=phone-1')
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
    // One token takes a thousand seconds; the header has whole seconds.
    expect(refused.headers.get('retry-after')).toMatch(/^(?:1000|999)$/u)
    expect(await refused.json()).toMatchObject(PROBLEM)
    expect(await world.kept()).toHaveLength(3)
  })

  test('has a rate of its own for each address, and uses no quota of other devices at its address', async () => {
    const { post, track } = openLimited(limits)
    expect((await post('/v1/batch', batchOf('phone-1', 'phone-1', 'phone-1'))).status).toBe(200)
    expect((await track('di=phone-1')).status).toBe(429)
    expect((await track('di=phone-2')).status).toBe(200)
    expect((await track('di=phone-1', '198.51.100.8')).status).toBe(200)
    expect((await track('')).status).toBe(200)
    await world.entries()
  })

  test('is the same device as a number, as text, and in each form', async () => {
    const { post, track } = openLimited({ ...limits, deviceEventsBurst: 2 })
    expect((await track('di=47')).status).toBe(200)
    expect((await post('/v1/events', { type: 'w', di: 47 })).status).toBe(200)
    expect((await post('/v1/batch', batchOf('47'))).status).toBe(429)
    await world.entries()
  })

  test('without enough tokens refuses its whole batch; no other device loses tokens', async () => {
    const { post } = openLimited(limits)
    expect((await post('/v1/batch', batchOf('phone-1', 'phone-1', 'phone-1'))).status).toBe(200)
    for (let again = 0; again < 3; again += 1) {
      const refused = await post('/v1/batch', batchOf('phone-2', 'phone-2', 'phone-1'))
      expect(refused.status).toBe(429)
    }
    expect((await post('/v1/batch', batchOf('phone-2', 'phone-2', 'phone-2'))).status).toBe(200)
    expect(await world.kept()).toHaveLength(6)
  })

  test('may send more than a burst in one call after it was offline, and must wait afterwards', async () => {
    const { post } = openLimited(limits)
    expect((await post('/v1/batch', batchOf(...Array.from({ length: 500 }, () => 'phone-1')))).status).toBe(
      200,
    )
    const refused = await post('/v1/batch', batchOf('phone-1'))
    // Until the tokens of all these events have come back.
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(497_000)
    expect(await world.entries()).toHaveLength(500)
  })

  test('does not get a full rate again by sending under many other names', async () => {
    const { post, track } = openLimited({ ...limits, ipEventsPerSecond: 20_000 })
    expect((await post('/v1/batch', batchOf('phone-1', 'phone-1', 'phone-1'))).status).toBe(200)
    for (let from = 0; from < 20_000 - 10; from += 1_000) {
      const names = Array.from({ length: 990 }, (_, index) => `made-up-${from + index}`)
      expect((await post('/v1/batch', batchOf(...names))).status).toBe(200)
      await world.entries()
    }
    expect((await track('di=phone-1')).status).toBe(429)
  })

  test.each([['/owntracks'], ['/overland'], ['/osmand']])(
    'above its rate is answered 429 at %s',
    async (path) => {
      const properties = { device_id: 'phone-1', timestamp: '2026-01-01T12:00:00Z' }
      const bodies: Record<string, unknown> = {
        '/owntracks': { _type: 'location', lat: 52.5, lon: 13.4, tst: 1_760_000_000 },
        '/overland': { locations: [{ geometry: { coordinates: [13.4, 52.5] }, properties }] },
        '/osmand': { device_id: 'phone-1', location: { coords: { latitude: 52.5, longitude: 13.4 } } },
      }
      const { post } = openLimited({ ...limits, deviceEventsBurst: 1 })
      const report = () => post(path, bodies[path], { 'x-limit-u': 'phone-1' })
      expect((await report()).status).toBe(200)
      const refused = await report()
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await world.entries()).toHaveLength(1)
    },
  )
})

describe('one address', () => {
  const limits = { deviceEventsPerSecond: 0, ipEventsPerSecond: 5 }

  test('has one limit for the events of all devices; a batch counts each item, also invalid ones', async () => {
    const { post, track } = openLimited(limits)
    expect((await post('/v1/batch', [{ type: 'w', di: 'a' }, { type: 'w' }, 7, { type: '' }])).status).toBe(
      200,
    )
    const refused = await post('/v1/batch', batchOf('a', 'b'))
    expect(refused.status).toBe(429)
    expect(await refused.json()).toMatchObject(PROBLEM)
    expect((await track('', '198.51.100.8')).status).toBe(200)
    expect(await world.kept()).toHaveLength(3)
  })

  test('of IPv6 is a /64', async () => {
    const { post, track } = openLimited(limits)
    for (const host of ['1', '2:3', 'a:b:c', 'ffff', '9']) {
      expect((await track('', `2001:db8:0:1::${host}`)).status).toBe(200)
    }
    expect((await track('', '2001:db8:0:1:7::7')).status).toBe(429)
    expect((await track('', '2001:db8:0:2::1')).status).toBe(200)
    expect((await post('/v1/events', { type: 'w' }, {}, '::ffff:198.51.100.9')).status).toBe(200)
    await world.entries()
  })

  test('is that of the client behind a trusted proxy; earlier entries of its header are ignored', async () => {
    const app = world.tracker({ limits: { ...LIMITS, ...limits, ipEventsPerSecond: 1 }, trustedHops: 1 })
    const from = (forwardedFor: string) =>
      app.request('/t/w', { headers: { 'x-forwarded-for': forwardedFor } }, { peerIp: '10.0.0.1' })
    expect((await from(`6.6.6.6, ${IP}`)).status).toBe(200)
    expect((await from(`7.7.7.7, ${IP}`)).status).toBe(429)
    expect((await from('198.51.100.8')).status).toBe(200)
    await world.entries()
  })
})

test('services with a good token have no limit', async () => {
  const { post } = openLimited({ deviceEventsPerSecond: NEVER, deviceEventsBurst: 1, ipEventsPerSecond: 1 })
  const authorization = `Bearer ${await signServiceToken(world.keys, 'storage', 'tracker')}`
  for (let again = 0; again < 3; again += 1) {
    expect((await post('/v1/batch', batchOf('phone-1', 'phone-1'), { authorization })).status).toBe(200)
  }
  expect(await world.kept()).toHaveLength(6)
})

test('0 removes each limit', async () => {
  const { post } = openLimited({ deviceEventsPerSecond: 0, deviceEventsBurst: 1, ipEventsPerSecond: 0 })
  for (let again = 0; again < 3; again += 1) {
    const names = Array.from({ length: 900 }, () => 'phone-1')
    expect((await post('/v1/batch', batchOf(...names))).status).toBe(200)
  }
  for (let round = 0; round < 3; round += 1) await world.entries()
})

test('refused calls are counted by reason only, never by words of the caller', async () => {
  const metrics = openMetrics()
  const { track } = openLimited(
    { deviceEventsPerSecond: NEVER, deviceEventsBurst: 1, ipEventsPerSecond: 2 },
    { metrics },
  )
  for (const device of ['a', 'a', 'b', 'c', 'd']) await track(`di=${device}`)
  const lines = (await metrics.text())
    .split('\n')
    .filter((line) => line.startsWith('push_tracker_refused_calls_total{'))
  expect(lines.toSorted()).toEqual([
    'push_tracker_refused_calls_total{reason="address_rate"} 2',
    'push_tracker_refused_calls_total{reason="device_rate"} 1',
  ])
  await world.entries()
})
