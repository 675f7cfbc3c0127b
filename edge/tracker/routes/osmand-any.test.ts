import { beforeAll, describe, expect, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

const AT_MS = 1_760_000_000_000
const BAD_KEY = 'the-key-of-somebody'
const PARAMS = { di: 'phone-1', lt: 52.5219, lg: 13.4132, a: 8, alt: 34, spd: 1.4, hdg: 90, batt: 87 }

let world: TrackerWorld
let key: string

beforeAll(async () => {
  world = await openTrackerWorld()
  key = await signDeviceKey(world.keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
  return () => world.close()
})

/** Calls a path. The answer is always the same. */
async function call(path: string, init: RequestInit = {}): Promise<void> {
  const response = await world.tracker().request(path, init, {})
  expect([response.status, await response.text()]).toEqual([200, ''])
}

/** The query of a place with all fields. */
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
      // Knots.
      speed: '2.72',
      bearing: '90',
      batt: '87',
      hdop: '1.2',
      ...over,
    }),
  )
}

describe('a query', () => {
  test.each(['/osmand', '/'])(
    'at %s is a position; the key in it proves it, and is not kept',
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

  test('is also read with POST, and as a form', async () => {
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
    [String(AT_MS), AT_MS, []],
    [String(AT_MS / 1_000), AT_MS, []],
    [`${AT_MS / 1_000}.5`, AT_MS + 500, []],
    [String(AT_MS * 1_000), AT_MS, ['time-unit-guessed']],
    ['2026-01-01T00:00:00.500Z', Date.parse('2026-01-01T00:00:00.500Z'), []],
    ['2026-01-01 00:00:00+01:00', Date.parse('2025-12-31T23:00:00Z'), []],
    ['2015-10-01T08:00:00-0700', Date.parse('2015-10-01T15:00:00Z'), []],
    ['2016-12-31T23:59:60Z', Date.parse('2017-01-01T00:00:00Z'), []],
    ['2014-06-04 09:10:11', Date.parse('2014-06-04T09:10:11Z'), ['time-zone-guessed']],
  ])('can have the time %s', async (timestamp, time, quality) => {
    await call(`/osmand?${aQuery({ timestamp })}`)
    expect(await world.kept()).toMatchObject([{ time, quality, params: PARAMS }])
  })

  test.each(['', 'soon', '0', '2026-02-30T00:00:00Z', '0001-01-01T00:00:00Z'])(
    'is a position now if its time is "%s"',
    async (timestamp) => {
      await call(`/osmand?${aQuery({ timestamp })}`)
      const [event] = await world.kept()
      expect(event).toMatchObject({ person: 'anna', params: PARAMS, quality: ['time-unreadable'] })
      expect(event?.time).toBe(event?.receivedAt)
    },
  )

  test.each([
    ['lat=53,0792962&lon=8,8016937', { lt: 53.0792962, lg: 8.8016937 }],
    ['location=60.0,30.0', { lt: 60, lg: 30 }],
    ['location=60,5, 30,25', { lt: 60.5, lg: 30.25 }],
    ['latitude=1&longitude=2', { lt: 1, lg: 2 }],
    ['lat=1&lng=2', { lt: 1, lg: 2 }],
    ['lat=-1e-3&lon=+.5', { lt: -0.001, lg: 0.5 }],
    ['lat=1&lon=2&speed=19.44', { lt: 1, lg: 2, spd: 10 }],
    ['lat=1&lon=2&speed=19,44', { lt: 1, lg: 2, spd: 10 }],
    ['lat=1&lon=2&spd=10', { lt: 1, lg: 2, spd: 10 }],
    ['lat=1&lon=2&speed=-1&batt=-1&accuracy=NaN&altitude=&bearing=0x10', { lt: 1, lg: 2 }],
    ['lat=1&lon=2&alarm=sos&valid=true', { lt: 1, lg: 2, alarm: 'sos' }],
    ['lat=1&lon=2&cell=257,02,16,2224&driverUniqueId=x&hdop=1', { lt: 1, lg: 2 }],
  ])('can hold "%s"', async (query, params) => {
    await call(`/osmand?id=phone-1&${query.replaceAll('+', '%2B')}`)
    expect(await world.kept()).toMatchObject([{ type: 'geo' }])
    await call('/osmand', { method: 'POST', body: `id=phone-1&${query.replaceAll('+', '%2B')}` })
    expect((await world.kept())[0]?.params).toEqual({ di: 'phone-1', ...params })
  })

  test('without a device comes from the device of its key', async () => {
    await call(`/osmand?dk=${key}&lat=1&lon=2`)
    await call(`/osmand?dk=${key}&id=null&lat=1&lon=2`)
    await call('/osmand', { method: 'POST', body: `dk=${key}&lat=1&lon=2` })
    await call('/osmand?lat=1&lon=2', { headers: { authorization: `Bearer ${key}` } })
    await call('/osmand?lat=1&lon=2', { headers: { 'push-device-key': key } })
    const events = await world.kept()
    expect(events.map(({ device, person, params }) => [device, person, params['di']])).toEqual(
      Array.from({ length: 5 }, () => ['phone-1', 'anna', 'phone-1']),
    )
  })

  test('without a place is a heartbeat, which changes no position', async () => {
    await call(`/osmand?dk=${key}&id=phone-1&timestamp=${AT_MS / 1_000}&batt=80`)
    expect(await world.kept()).toMatchObject([
      {
        type: 'phone',
        device: 'phone-1',
        time: AT_MS,
        params: { di: 'phone-1', kind: 'heartbeat', batt: 80 },
      },
    ])
  })

  test.each(['false', '0', 'False'])(
    'that the phone marks as invalid (%s) is a phone event with a place, not a position',
    async (valid) => {
      await call(`/osmand?${aQuery({ valid })}`)
      expect(await world.kept()).toMatchObject([
        { type: 'phone', params: { kind: 'no-fix', lt: 52.5219, lg: 13.4132 } },
      ])
    },
  )

  test('without a time, or with another name for its device field, is a position now', async () => {
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
    ['id=phone-1&lat=x&lon=2', 'it names no place'],
    ['id=phone-1&lat=1', 'it names no place'],
    ['id=phone-1&lat=1&lat=2&lon=2', 'it names no place'],
    ['id=phone-1&location=60', 'it names no place'],
    ['id=phone-1&location=1,2,3', 'it names no place'],
    ['id=a&id=b&lat=1&lon=2', '"di" must'],
    ['id=undefined&lat=1&lon=2', '"di" must'],
    ['id=%FC&lat=1&lon=2', 'it names no device'],
    ['', 'it names no device'],
  ])('that is unreadable, "%s", is kept for a human, without its key', async (query, reason) => {
    await call(`/osmand?${query}&dk=${BAD_KEY}`)
    const [entry] = await world.entries()
    expect(JSON.parse(entry ?? '')).toMatchObject({ bad: expect.stringContaining(reason), o: 'osmand' })
    expect(entry).not.toContain(BAD_KEY)
  })

  test('that is too long is kept for a human, without its key', async () => {
    await call(`/osmand?${aQuery({ note: 'x'.repeat(600) })}`)
    const [entry] = await world.entries()
    expect(JSON.parse(entry ?? '')).toMatchObject({ bad: 'its query is longer than 500 bytes' })
    expect(entry).not.toContain(key)
  })
})

test('a body that is too large is kept for a human, without its key', async () => {
  const note = 'x'.repeat(11_000)
  for (const body of [
    aQuery({ note }),
    `dk=${key}&note=${note}`,
    `note=${note.slice(0, 9_900)}&dk=${key}`,
    JSON.stringify([{ id: 'phone-1', dk: key, note }]),
    JSON.stringify([{ id: 'phone-1', note: note.slice(0, 9_900), dk: key }]),
  ]) {
    await call('/osmand', { method: 'POST', body })
    const [entry] = await world.entries()
    expect(JSON.parse(entry ?? '')).toMatchObject({ bad: 'The body is larger than 10000 bytes' })
    // A part of the key is not kept either, where the text is cut off.
    expect(entry).not.toContain(key.slice(0, 20))
  }
})

describe('JSON of Traccar Client 9', () => {
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

  const post = (body: unknown, deviceKey = key) =>
    call(`/osmand?dk=${deviceKey}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })

  test('is a position that the key in the query proves', async () => {
    await post(message())
    const [event] = await world.kept()
    expect(event).toMatchObject({ device: 'phone-1', person: 'anna', time: AT_MS })
    expect(event?.params).toEqual(PARAMS)
  })

  test('is a position without the values that the phone does not know', async () => {
    await post(
      message({ coords: { latitude: 1, longitude: 2, speed: -1, heading: -1 }, battery: { level: -1 } }),
    )
    expect((await world.kept())[0]?.params).toEqual({ di: 'phone-1', lt: 1, lg: 2 })
  })

  test.each([
    ['{"location":', 'The body is not JSON'],
    [{ device_id: 'phone-1' }, 'it is not a message of Traccar Client'],
    [message({ coords: {} }), 'it names no place'],
    [message({ coords: { latitude: null, longitude: 13 } }), 'it names no place'],
    [{ ...message(), device_id: undefined }, 'it names no device'],
    [{ location: [7], device_id: 'phone-1' }, 'it is not a message of Traccar Client'],
    ['7', 'it names no device'],
  ])('%j is kept for a human', async (body, reason) => {
    await post(body, BAD_KEY)
    const [entry] = await world.entries()
    expect(JSON.parse(entry ?? '')).toMatchObject({ bad: expect.stringContaining(reason), o: 'osmand' })
  })

  test('without a device comes from the device in the query, or else from the device of its key', async () => {
    const place = { lat: 1, lon: 2, timestamp: 1 }
    const { location } = message()
    for (const body of [place, [place], { location }]) {
      for (const [query, device] of [
        ['id=phone-7&', 'phone-7'],
        ['deviceid=phone-8&', 'phone-8'],
        ['id=null&', 'phone-1'],
        ['', 'phone-1'],
      ] as const) {
        await call(`/osmand?${query}dk=${key}`, { method: 'POST', body: JSON.stringify(body) })
        expect([body, (await world.kept()).map((event) => event.device)]).toEqual([body, [device]])
      }
    }
  })

  test('can hold several messages, also without a place', async () => {
    const { location } = message()
    await post({ device_id: 'phone-1', location: [location, message({ coords: undefined }).location] })
    await post([message(), { ...message(), device_id: 'phone-2' }])
    expect((await world.kept()).map(({ type, device }) => [type, device])).toEqual([
      ['geo', 'phone-1'],
      ['phone', 'phone-1'],
      ['geo', 'phone-1'],
      ['geo', 'phone-2'],
    ])
  })
})

// Bodies of its SDK: https://github.com/traccar/traccar-client-sdk
describe('Traccar Client from version 10 on', () => {
  const position = (over: object = {}) => ({
    id: 'phone-1',
    lat: 52.5219,
    lon: 13.4132,
    timestamp: AT_MS / 1_000,
    accuracy: 8,
    altitude: 34,
    speed: 2.72,
    bearing: 90,
    batt: 87,
    charge: true,
    ...over,
  })

  const heartbeat = { id: 'phone-1', timestamp: AT_MS / 1_000 + 60, batt: 86, charge: false }

  const post = (path: string, body: unknown) =>
    call(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })

  const form = (path: string, fields: object) =>
    call(path, { method: 'POST', body: new URLSearchParams(Object.entries(fields) as [string, string][]) })

  test.each(['/osmand', '/'])(
    'posts an array to %s: each item is a position; an item without a place does not affect the others',
    async (path) => {
      await post(`${path}?dk=${key}`, [position(), heartbeat, position({ timestamp: AT_MS / 1_000 + 90 })])
      const events = await world.kept()
      expect(events).toMatchObject([
        { type: 'geo', person: 'anna', time: AT_MS, params: PARAMS },
        {
          type: 'phone',
          person: 'anna',
          time: AT_MS + 60_000,
          params: { di: 'phone-1', kind: 'heartbeat', batt: 86 },
        },
        { type: 'geo', person: 'anna', time: AT_MS + 90_000 },
      ])
    },
  )

  test.each(['/osmand', '/'])('posts a form to %s', async (path) => {
    await form(`${path}?dk=${key}`, position())
    await form(`${path}?dk=${key}`, heartbeat)
    await form(path, { ...position(), dk: key })
    expect((await world.kept()).map(({ type, person, params }) => [type, person, params])).toEqual([
      ['geo', 'anna', PARAMS],
      ['phone', 'anna', { di: 'phone-1', kind: 'heartbeat', batt: 86 }],
      ['geo', 'anna', PARAMS],
    ])
  })

  test('can have its key in the JSON; the key is not kept', async () => {
    await post('/', [
      { ...position(), dk: key },
      { ...position(), dk: key, lat: 'x' },
    ])
    const entries = await world.entries()
    expect(JSON.parse(entries[0] ?? '')).toMatchObject({ t: 'geo', y: 'anna' })
    expect(JSON.parse(entries[1] ?? '')).toMatchObject({ bad: 'it names no place' })
    expect(entries.join()).not.toContain(key)
  })

  test('can send wrong items in an array; the other items are kept', async () => {
    await post('/', [
      position({ timestamp: 'soon' }),
      position({ lat: null, lon: null }),
      position({ lat: '53,5', speed: null, batt: '' }),
      7,
      position({ lat: 'x' }),
    ])
    const entries = (await world.entries()).map((text) => JSON.parse(text) as Record<string, unknown>)
    expect(entries).toMatchObject([
      { t: 'geo', q: ['time-unreadable'] },
      { t: 'phone' },
      { t: 'geo', p: { lt: 53.5 } },
      { bad: 'it is not a message of Traccar Client' },
      { bad: 'it names no place' },
    ])
  })

  test('can use a number as id, which keeps all its digits', async () => {
    await post('/', [position({ id: 861001000719969 }), position({ id: '', deviceid: 'phone-3' })])
    expect((await world.kept()).map(({ device, params }) => [device, params['di']])).toEqual([
      ['861001000719969', '861001000719969'],
      ['phone-3', 'phone-3'],
    ])
    await post('/osmand', '[{"id":616581622363398142,"lat":1,"lon":2}]')
    expect((await world.kept()).map(({ device }) => device)).toEqual(['616581622363398142'])
  })

  test('gets a success for all values', async () => {
    const odd = [{ toString: 1, valueOf: 1 }, [], true, null, -1, '\u{0}']
    const names = ['id', 'lat', 'lon', 'location', 'timestamp', 'valid', 'speed', 'batt', 'alarm', 'dk']
    for (const value of odd) {
      await post('/osmand', names.map((name) => position({ [name]: value })).slice(0, 5))
      await post('/osmand', names.map((name) => position({ [name]: value })).slice(5))
    }
    expect(await world.entries()).not.toEqual([])
  })

  test('can send too many places: the rest is one entry for a human', async () => {
    await post(
      '/',
      Array.from({ length: 7 }, (_, batt) => position({ batt })),
    )
    const entries = await world.entries()
    expect(entries).toHaveLength(6)
    expect(JSON.parse(entries[5] ?? '')).toMatchObject({ bad: 'it holds 7 places, but may hold at most 5' })
  })

  test('can send a byte order mark, and UTF-16', async () => {
    const text = JSON.stringify([position()])
    for (const body of [`\u{FEFF}${text}`, Buffer.from(`\u{FEFF}${text}`, 'utf16le')]) {
      await call('/', { method: 'POST', body })
    }
    expect(await world.kept()).toMatchObject([{ params: PARAMS }, { params: PARAMS }])
  })
})

test('404 at / for a call that is not from a phone', async () => {
  for (const path of ['/', '/?id=phone-1', '/?lat=1&lon=2', '/?k=1&timestamp=2']) {
    expect((await world.tracker().request(path, {}, {})).status).toBe(404)
  }
  const foreign = [
    '',
    'lat=1&lon=2',
    'id=phone-1',
    'user=a&password=b',
    '{"id":1}',
    '{"location":{}}',
    '{"location":{"coords":{"latitude":1,"longitude":2}}}',
    '[7]',
    '{',
    '"x"',
  ]
  for (const body of foreign) {
    const response = await world.tracker().request('/', { method: 'POST', body }, {})
    expect([body, response.status]).toEqual([body, 404])
  }
  expect(await world.entries()).toEqual([])
})

test('200 at / for an unreadable call of a phone, which would otherwise resend it for ever', async () => {
  await call('/', { method: 'POST', body: 'id=phone-1&lat=x&lon=2' })
  await call('/?id=phone-1&lat=x&lon=2')
  expect((await world.entries()).map((entry) => (JSON.parse(entry) as { bad: string }).bad)).toEqual([
    'it names no place',
    'it names no place',
  ])
})
