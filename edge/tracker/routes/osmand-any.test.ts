import { beforeAll, describe, expect, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

const AT_MS = 1_760_000_000_000
const PARAMS = { di: 'phone-1', lt: 52.5219, lg: 13.4132, a: 8, alt: 34, spd: 1.4, hdg: 90, batt: 87 }

let world: TrackerWorld
let key: string

beforeAll(async () => {
  world = await openTrackerWorld()
  key = await signDeviceKey(world.keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
  return () => world.close()
})

/** Calls a path, which is always answered alike. */
async function call(path: string, init: RequestInit = {}): Promise<void> {
  const response = await world.tracker().request(path, init, {})
  expect([response.status, await response.text()]).toEqual([200, ''])
}

/** The query of a place where nothing is missing. */
function aQuery(over: Record<string, string> = {}): string {
  return String(
    new URLSearchParams({
      id: 'phone-1',
      dk: key,
      lat: '52.5219',
      lon: '13.4132',
      timestamp: String(AT_MS / 1_000),
      accuracy: '8',
      altitude: '34',
      speed: '1.4',
      bearing: '90',
      batt: '87',
      hdop: '1.2',
      ...over,
    }),
  )
}

describe('a query', () => {
  test.each(['/osmand', '/'])(
    'at %s is a position, proven by the key in it, which goes no further',
    async (path) => {
      await call(`${path}?${aQuery()}`)
      const [event, ...more] = await world.kept()
      expect(more).toEqual([])
      expect(event).toMatchObject({
        type: 'geo',
        protocol: 'osmand',
        device: 'phone-1',
        person: 'anna',
        time: AT_MS,
      })
      expect(event?.params).toEqual(PARAMS)
      expect(JSON.stringify(event)).not.toContain(key)
    },
  )

  test('is read by POST as well, and as a form', async () => {
    await call(`/osmand?${aQuery()}`, { method: 'POST' })
    await call('/osmand', { method: 'POST', body: aQuery() })
    await call(`/osmand?dk=${key}`, { method: 'POST', body: aQuery({ dk: 'another' }) })
    expect((await world.kept()).map(({ person, params }) => [person, params])).toEqual([
      ['anna', PARAMS],
      ['anna', PARAMS],
      ['anna', PARAMS],
    ])
  })

  test.each([
    [String(AT_MS), AT_MS],
    [String(AT_MS / 1_000), AT_MS],
    ['2026-01-01T00:00:00.500Z', Date.parse('2026-01-01T00:00:00.500Z')],
    ['2026-01-01 00:00:00+01:00', Date.parse('2025-12-31T23:00:00Z')],
  ])('has its time as %s', async (timestamp, time) => {
    await call(`/osmand?${aQuery({ timestamp })}`)
    expect(await world.kept()).toMatchObject([{ time }])
  })

  test('without a time, or with another name for its device, is a position now', async () => {
    const before = Date.now()
    await call('/osmand?deviceid=phone-1&lat=52.5&lon=13.4&heading=7')
    const [event] = await world.kept()
    expect(event).toMatchObject({ device: 'phone-1', person: undefined })
    expect(event?.params).toEqual({ di: 'phone-1', lt: 52.5, lg: 13.4, hdg: 7 })
    expect(event?.time).toBeGreaterThanOrEqual(before)
  })

  test('of another phone, or with a wrong key, is kept and not proven', async () => {
    await call(`/osmand?${aQuery({ id: 'phone-2' })}`)
    await call(`/osmand?${aQuery({ dk: 'secret' })}`)
    expect((await world.kept()).map(({ person }) => person)).toEqual([undefined, undefined])
  })

  test.each([
    ['lat=1&lon=2', 'it names no device'],
    ['id=phone-1', 'it names no place'],
    ['id=phone-1&lat=x&lon=2', 'it names no place'],
    ['id=phone-1&lat=1&lat=2&lon=2', 'it names no place'],
    ['id=a&id=b&lat=1&lon=2', '"di" must'],
    ['id=undefined&lat=1&lon=2', '"di" must'],
    ['id=phone-1&lat=1&lon=2&timestamp=soon', '"ts" must'],
    ['', 'it names no place'],
  ])('that nobody can read, "%s", is kept for a human, without its key', async (query, reason) => {
    await call(`/osmand?${query}&dk=${key}`)
    const [entry] = await world.entries()
    expect(JSON.parse(entry ?? '')).toMatchObject({ bad: expect.stringContaining(reason), o: 'osmand' })
    expect(entry).not.toContain(key)
  })

  test('that is too long is kept for a human, without its key', async () => {
    await call(`/osmand?${aQuery({ note: 'x'.repeat(600) })}`)
    const [entry] = await world.entries()
    expect(JSON.parse(entry ?? '')).toMatchObject({ bad: 'its query is longer than 500 bytes' })
    expect(entry).not.toContain(key)
  })
})

test('a form that is too large is kept for a human, without its key', async () => {
  const note = 'x'.repeat(3_000)
  for (const body of [aQuery({ note }), `dk=${key}&note=${note}`, `note=${note.slice(0, 1_900)}&dk=${key}`]) {
    await call('/osmand', { method: 'POST', body })
    const [entry] = await world.entries()
    expect(JSON.parse(entry ?? '')).toMatchObject({ bad: 'The body is larger than 2000 bytes' })
    // Nor a part of it, where it is cut off.
    expect(entry).not.toContain(key.slice(0, 20))
  }
})

describe('JSON of Traccar Client', () => {
  const message = (over: object = {}) => ({
    location: {
      timestamp: new Date(AT_MS).toISOString(),
      coords: { latitude: 52.5219, longitude: 13.4132, accuracy: 8, speed: 1.4, heading: 90, altitude: 34 },
      is_moving: true,
      odometer: 0,
      event: 'motionchange',
      battery: { level: 0.87, is_charging: false },
      activity: { type: 'walking' },
      extras: {},
      ...over,
    },
    device_id: 'phone-1',
  })

  const post = (body: unknown) =>
    call(`/osmand?dk=${key}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })

  test('is a position, proven by the key in the query', async () => {
    await post(message())
    const [event] = await world.kept()
    expect(event).toMatchObject({ device: 'phone-1', person: 'anna', time: AT_MS })
    expect(event?.params).toEqual(PARAMS)
  })

  test('without what the phone does not know is one, too', async () => {
    await post(
      message({ coords: { latitude: 1, longitude: 2, speed: -1, heading: -1 }, battery: { level: -1 } }),
    )
    expect((await world.kept())[0]?.params).toEqual({ di: 'phone-1', lt: 1, lg: 2 })
  })

  test.each([
    ['{"location":', 'The body is not JSON'],
    [{ device_id: 'phone-1' }, 'it is no message of Traccar Client'],
    [message({ coords: undefined }), 'it names no place'],
    [{ ...message(), device_id: undefined }, 'it names no device'],
    [message({ extras: { note: 'x'.repeat(3_000) } }), 'The body is larger than 2000 bytes'],
  ])('%j is kept for a human', async (body, reason) => {
    await post(body)
    const [entry] = await world.entries()
    expect(JSON.parse(entry ?? '')).toMatchObject({ bad: expect.stringContaining(reason), o: 'osmand' })
  })
})

test('404 at / for what is no phone', async () => {
  for (const path of ['/', '/?id=phone-1', '/?lat=1&lon=2']) {
    expect((await world.tracker().request(path, {}, {})).status).toBe(404)
  }
  expect(await world.entries()).toEqual([])
})
