import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { DEVICE_ID_RULE } from '#lib/events/device-id.ts'
import { LIMITS as ALL_LIMITS } from '../a-tracker.fixture.ts'
import { LIMITS, openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

const AT = '2026-01-01T12:00:00Z'

// A feature that the app sends while its owner walks.
const PROPERTIES = {
  timestamp: AT,
  altitude: 34,
  speed: 1.4,
  horizontal_accuracy: 8,
  vertical_accuracy: 4,
  course: 90,
  motion: ['walking'],
  pauses: false,
  activity: 'fitness',
  desired_accuracy: -1,
  deferred: 0,
  significant_change: 0,
  locations_in_payload: 1,
  battery_state: 'unplugged',
  battery_level: 0.87,
  device_id: 'phone-1',
  wifi: 'home',
}

function aFeature(over: object = {}, coordinates: unknown = [13.4132, 52.5219]) {
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates },
    properties: { ...PROPERTIES, ...over },
  }
}

let world: TrackerWorld
let key: string

beforeAll(async () => {
  world = await openTrackerWorld()
  key = await signDeviceKey(world.keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
  return () => world.close()
})

/** Posts a body. The answer is always a success. */
async function post(body: unknown, token = key): Promise<void> {
  const text =
    typeof body === 'string'
      ? body
      : body instanceof Uint8Array
        ? Uint8Array.from(body)
        : JSON.stringify(body)
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const response = await world.tracker().request('/overland', { method: 'POST', body: text, headers }, {})
  expect([response.status, await response.text()]).toEqual([200, '{"result":"ok"}'])
}

test('each feature is a position that the token proves', async () => {
  await post({
    locations: [aFeature(), aFeature({ timestamp: '2026-01-01T12:00:01+00:00' })],
    current: aFeature(),
  })
  const events = await world.kept()
  expect(events).toMatchObject([
    { type: 'geo', protocol: 'overland', device: 'phone-1', person: 'anna', time: Date.parse(AT) },
    { person: 'anna', time: Date.parse(AT) + 1_000 },
  ])
  expect(events[0]?.params).toEqual({
    di: 'phone-1',
    lt: 52.5219,
    lg: 13.4132,
    a: 8,
    alt: 34,
    spd: 1.4,
    hdg: 90,
    batt: 87,
  })
})

test('the value -1 means unknown and is left out, except for an altitude', async () => {
  await post({
    locations: [
      aFeature({ speed: -1, course: -1, horizontal_accuracy: -1, battery_level: -1, altitude: -1 }),
    ],
  })
  const [event] = await world.kept()
  expect(event?.params).toEqual({ di: 'phone-1', lt: 52.5219, lg: 13.4132, alt: -1 })
})

test('the token proves only its own device, a wrong token proves nothing; all positions are kept', async () => {
  await post({ locations: [aFeature(), aFeature({ device_id: 'phone-2' })] })
  await post({ locations: [aFeature()] }, 'secret')
  expect((await world.kept()).map(({ device, person }) => [device, person])).toEqual([
    ['phone-1', 'anna'],
    ['phone-2', undefined],
    ['phone-1', undefined],
  ])
})

test('a resent batch makes the same events', async () => {
  await post({ locations: [aFeature(), aFeature()] })
  await post({ locations: [aFeature()] })
  expect(new Set((await world.kept()).map(({ id }) => id)).size).toBe(1)
})

test('an empty batch is taken', async () => {
  await post({ locations: [] })
  expect(await world.entries()).toEqual([])
})

describe('a feature that is not a current place', () => {
  // A visit as the iPhone app writes it, long afterwards.
  const visit = {
    action: 'visit',
    timestamp: '2026-01-02T09:00:00Z',
    arrival_date: '2026-01-01T08:00:00Z',
    departure_date: '2026-01-01T10:30:00Z',
    horizontal_accuracy: 30,
  }

  test('can be a visit that is over', async () => {
    await post({ locations: [aFeature(visit)] })
    const [event, ...more] = await world.kept()
    expect(more).toEqual([])
    expect(event).toMatchObject({ type: 'phone', person: 'anna', time: Date.parse('2026-01-02T09:00:00Z') })
    expect(event?.params).toEqual({
      di: 'phone-1',
      kind: 'visit',
      lt: 52.5219,
      lg: 13.4132,
      a: 30,
      batt: 87,
      from: '2026-01-01T08:00:00.000Z',
      to: '2026-01-01T10:30:00.000Z',
    })
  })

  test('can be the summary of a trip', async () => {
    const trip = { type: 'trip', mode: 'car', distance: 900, start: '2015-10-01T08:00:00-0700', end: AT }
    await post({ locations: [aFeature({ ...trip, start_location: null, end_location: {} })] })
    expect(await world.kept()).toMatchObject([
      {
        type: 'phone',
        params: { kind: 'trip', from: '2015-10-01T15:00:00.000Z', to: '2026-01-01T12:00:00.000Z' },
      },
    ])
  })

  test.each([
    ['a visit that goes on', { ...visit, departure_date: null }],
    ['a visit with an unknown begin', { ...visit, arrival_date: null }],
    ['a stop of the app', { action: 'paused_location_updates' }],
    ['the end of a stop', { action: 'exited_pause_region' }],
    ['an action that is not text', { action: { geo: true } }],
    ['an action with the name of a position', { action: 'geo' }],
  ])('can be %s', async (_what, properties) => {
    await post({ locations: [aFeature(properties)] })
    expect(await world.kept()).toMatchObject([{ type: 'phone', params: { lt: 52.5219, lg: 13.4132 } }])
  })

  test('can be an action without a place', async () => {
    const { geometry: _geometry, ...feature } = aFeature({ action: 'did_finish_launching' })
    await post({ locations: [feature] })
    expect(await world.kept()).toMatchObject([{ type: 'phone', params: { kind: 'did_finish_launching' } }])
  })

  test.each([null, '', 'none'])('needs an action: with %j it is a current place', async (action) => {
    await post({ locations: [aFeature({ action })] })
    expect(await world.kept()).toMatchObject([{ type: 'geo' }])
  })

  test('can be beside the batch, as the trip and the current place, which are ignored', async () => {
    await post({
      locations: [aFeature()],
      current: aFeature({ speed: 9 }),
      trip: { mode: 'car', current_location: aFeature({ speed: 8 }), start_location: aFeature({ speed: 7 }) },
    })
    expect(await world.kept()).toMatchObject([{ type: 'geo', params: { spd: 1.4 } }])
  })
})

test.each([
  ['2015-10-01T08:00:00-0700', Date.parse('2015-10-01T15:00:00Z'), []],
  ['2015-10-01T08:00:00+0000', Date.parse('2015-10-01T08:00:00Z'), []],
  ['2014-06-04 09:10:11', Date.parse('2014-06-04T09:10:11Z'), ['time-zone-guessed']],
  [1_760_000_000, 1_760_000_000_000, ['time-unit-guessed']],
])('its time can be %s', async (timestamp, time, quality) => {
  await post({ locations: [aFeature({ timestamp })] })
  expect(await world.kept()).toMatchObject([{ type: 'geo', person: 'anna', time, quality }])
})

test.each(['soon', '', 7, false, {}])('with the time %j it is a place now', async (timestamp) => {
  await post({ locations: [aFeature({ timestamp })] })
  const [event] = await world.kept()
  expect(event).toMatchObject({ type: 'geo', person: 'anna', quality: ['time-unreadable'] })
  expect(event?.time).toBe(event?.receivedAt)
})

test.each([undefined, null, '', 'null', 'undefined'])(
  'if it names no device (%j), its token does',
  async (device_id) => {
    await post({ locations: [aFeature({ device_id, unique_id: 'vendor-1' })] })
    const [event] = await world.kept()
    expect(event).toMatchObject({ type: 'geo', device: 'phone-1', person: 'anna' })
    expect(event?.params['di']).toBe('phone-1')
  },
)

test('its unique id names the device if nothing else does', async () => {
  await post({ locations: [aFeature({ device_id: '', unique_id: 'vendor-1' })] }, 'secret')
  expect(await world.kept()).toMatchObject([{ device: 'vendor-1', person: undefined }])
})

test('unreadable features are kept for a human, and do not affect the others', async () => {
  const bad = [
    aFeature({ device_id: undefined }),
    aFeature({ device_id: 'null' }),
    aFeature({}, 'nowhere'),
    aFeature({}, [13.4]),
    aFeature({}, [null, null]),
    { type: 'Feature' },
    7,
  ]
  for (const part of [bad.slice(0, 4), bad.slice(4)])
    await post({ locations: [...part, aFeature()] }, 'secret')
  const entries = (await world.entries()).map((text) => JSON.parse(text) as Record<string, unknown>)
  expect(entries.filter(({ bad: reason }) => reason === undefined)).toMatchObject([
    { d: 'phone-1' },
    { d: 'phone-1' },
  ])
  expect(
    entries.flatMap(({ bad: reason }) => (typeof reason === 'string' ? [reason] : [])).toSorted(),
  ).toEqual([
    `"di" ${DEVICE_ID_RULE}`,
    'it is not a feature of Overland',
    'it is not a feature of Overland',
    'it names no device',
    'it names no place',
    'it names no place',
    'it names no place',
  ])
})

test('the largest batch of the Android app is kept whole', async () => {
  const limits = {
    ...LIMITS,
    phoneEventsMax: ALL_LIMITS.phoneEventsMax,
    phoneBytesMax: ALL_LIMITS.phoneBytesMax,
  }
  // The longest features, with the statistics of the app and long names of networks.
  const locations = Array.from({ length: 2_000 }, (_, index) =>
    aFeature({ altitude: index, wifi: 'x'.repeat(32), note: 'y'.repeat(600) }),
  )
  const body = JSON.stringify({ locations })
  expect(body.length).toBeGreaterThan(2_000_000)
  const headers = { authorization: `Bearer ${key}` }
  const response = await world.tracker({ limits }).request('/overland', { method: 'POST', body, headers }, {})
  expect([response.status, await response.text()]).toEqual([200, '{"result":"ok"}'])
  const events = [...(await world.kept()), ...(await world.kept())]
  expect(events.filter(({ person }) => person === 'anna').map(({ params }) => params['alt'])).toEqual(
    locations.map(({ properties }) => properties.altitude),
  )
})

test('the features above the limit of a report are one entry for a human, even if they are tiny', async () => {
  const read = [1, 2, 3, 4, 5].map((battery) => aFeature({ battery_level: battery / 10 }))
  await post({ locations: [...read, 1, 2, 3] })
  await post(`{"locations":[${'0,'.repeat(4_000)}0]}`)
  const entries = (await world.entries()).map((text) => JSON.parse(text) as Record<string, unknown>)
  expect(entries).toHaveLength(5 + 1 + 5 + 1)
  expect(entries[5]).toMatchObject({ bad: 'it holds 8 places, but may hold at most 5', b: '[1,2,3]' })
  expect(entries[11]).toMatchObject({ bad: 'it holds 4001 places, but may hold at most 5' })
})

describe('bytes', () => {
  const text = JSON.stringify({ locations: [aFeature()] })

  test.each([
    ['UTF-8 with a byte order mark', `\u{FEFF}${text}`],
    ['UTF-16', Buffer.from(`\u{FEFF}${text}`, 'utf16le')],
    ['UTF-16 of the other byte order', Buffer.from(`\u{FEFF}${text}`, 'utf16le').swap16()],
    ['wrong UTF-8 in the name of a network', Buffer.from(text.replace('home', 'Caf\u00E9'), 'latin1')],
  ])('of %s are read', async (_what, body) => {
    await post(body)
    expect(await world.kept()).toMatchObject([{ type: 'geo', device: 'phone-1', person: 'anna' }])
  })

  test('of a device that are not UTF-8 name no device: two names could look the same', async () => {
    await post(Buffer.from(text.replace('phone-1', 'Ger\u00E4t'), 'latin1'), 'secret')
    expect(JSON.parse((await world.entries())[0] ?? '')).toMatchObject({ bad: 'it names no device' })
  })
})

test('its logging mode "Owntracks" sends one message, its token without encoding, and times that count from 2001', async () => {
  const message = { _type: 'location', lat: 52.5, lon: 13.4, tst: 817_560_000, acc: 8, batt: 64 }
  for (const authorization of [`Basic ${key}:`, `Bearer ${key}`]) {
    const headers = { authorization }
    const body = JSON.stringify({ ...message, topic: 'owntracks/anna/other' })
    const response = await world.tracker().request('/overland', { method: 'POST', body, headers }, {})
    expect([response.status, await response.text()]).toEqual([200, '{"result":"ok"}'])
  }
  const events = await world.kept()
  expect(events).toMatchObject([
    { type: 'geo', device: 'phone-1', person: 'anna', quality: ['time-unreadable'] },
    { type: 'geo', device: 'phone-1', person: 'anna' },
  ])
})

test.each([
  ['{"locations":[', 'The body is not JSON'],
  ['null', 'it is not a batch of Overland'],
  [[aFeature()], 'it is not a batch of Overland'],
  [{ locations: {} }, 'it is not a batch of Overland'],
  [{ locations: [aFeature({ motion: [[[['walking']]]] })] }, 'nested deeper'],
  [{ locations: Array.from({ length: 60 }, () => aFeature()) }, 'The body is larger than 10000 bytes'],
])('%j as a whole is kept for a human', async (body, reason) => {
  await post(body)
  const [entry, ...more] = await world.entries()
  expect(more).toEqual([])
  expect(JSON.parse(entry ?? '')).toMatchObject({ bad: expect.stringContaining(reason), o: 'overland' })
})

test('every body gets a success, so that no phone is blocked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.array(fc.jsonValue()).map((locations) => ({ locations })),
        fc
          .record({ coordinates: fc.jsonValue(), device_id: fc.jsonValue(), timestamp: fc.jsonValue() })
          .map(({ coordinates, ...properties }) => ({ locations: [aFeature(properties, coordinates)] })),
      ),
      (body) => post(body),
    ),
    { numRuns: 200 },
  )
  await world.entries()
})
