import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

const AT = '2026-01-01T12:00:00Z'

// As the app sends it on foot.
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

/** Posts a body, which is always told to be taken. */
async function post(body: unknown, token = key): Promise<void> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const response = await world.tracker().request('/overland', { method: 'POST', body: text, headers }, {})
  expect([response.status, await response.text()]).toEqual([200, '{"result":"ok"}'])
}

test('each feature is a position, proven by the token', async () => {
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

test('what the phone does not know, -1, is left out; a height below the sea is none of that', async () => {
  await post({
    locations: [
      aFeature({ speed: -1, course: -1, horizontal_accuracy: -1, battery_level: -1, altitude: -1 }),
    ],
  })
  const [event] = await world.kept()
  expect(event?.params).toEqual({ di: 'phone-1', lt: 52.5219, lg: 13.4132, alt: -1 })
})

test('the token proves its own device only, and a wrong one nothing; all of them are kept', async () => {
  await post({ locations: [aFeature(), aFeature({ device_id: 'phone-2' })] })
  await post({ locations: [aFeature()] }, 'secret')
  expect((await world.kept()).map(({ device, person }) => [device, person])).toEqual([
    ['phone-1', 'anna'],
    ['phone-2', undefined],
    ['phone-1', undefined],
  ])
})

test('a batch sent again makes no event twice', async () => {
  await post({ locations: [aFeature(), aFeature()] })
  await post({ locations: [aFeature()] })
  expect(new Set((await world.kept()).map(({ id }) => id)).size).toBe(1)
})

test('the sum of a trip and an empty batch are taken, and nothing is kept of them', async () => {
  await post({ locations: [] })
  await post({ locations: [aFeature({ type: 'trip', distance: 900 })] })
  expect(await world.entries()).toEqual([])
})

test('features that nobody can read take no neighbour along, and are kept for a human', async () => {
  const bad = [
    aFeature({ device_id: undefined }),
    aFeature({ device_id: 'null' }),
    aFeature({ timestamp: 'soon' }),
    aFeature({}, 'nowhere'),
    aFeature({}, [13.4]),
    { type: 'Feature' },
    7,
  ]
  for (const part of [bad.slice(0, 4), bad.slice(4)]) await post({ locations: [...part, aFeature()] })
  const entries = (await world.entries()).map((text) => JSON.parse(text) as Record<string, unknown>)
  expect(entries.filter(({ bad: reason }) => reason === undefined)).toMatchObject([
    { d: 'phone-1', y: 'anna' },
    { d: 'phone-1', y: 'anna' },
  ])
  expect(
    entries.flatMap(({ bad: reason }) => (typeof reason === 'string' ? [reason] : [])).toSorted(),
  ).toEqual([
    '"di" must name one device in at most 200 characters',
    '"ts" must be milliseconds since 1970 or RFC 3339 text',
    'it is no feature of Overland',
    'it is no feature of Overland',
    'it names no device',
    'it names no place',
    'it names no place',
  ])
})

test('of more features than a batch may have the rest is one entry for a human, however small they are', async () => {
  const read = [1, 2, 3, 4, 5].map((battery) => aFeature({ battery_level: battery / 10 }))
  await post({ locations: [...read, 1, 2, 3] })
  await post(`{"locations":[${'0,'.repeat(4_000)}0]}`)
  const entries = (await world.entries()).map((text) => JSON.parse(text) as Record<string, unknown>)
  expect(entries).toHaveLength(5 + 1 + 5 + 1)
  expect(entries[5]).toMatchObject({ bad: 'it holds 8 places, but may hold at most 5', b: '[1,2,3]' })
  expect(entries[11]).toMatchObject({ bad: 'it holds 4001 places, but may hold at most 5' })
})

test.each([
  ['{"locations":[', 'The body is not JSON'],
  ['null', 'it is no batch of Overland'],
  [[aFeature()], 'it is no batch of Overland'],
  [{ locations: {} }, 'it is no batch of Overland'],
  [{ locations: [aFeature({ motion: [[[['walking']]]] })] }, 'nested deeper'],
  [{ locations: Array.from({ length: 60 }, () => aFeature()) }, 'The body is larger than 10000 bytes'],
])('%j as a whole is kept for a human', async (body, reason) => {
  await post(body)
  const [entry, ...more] = await world.entries()
  expect(more).toEqual([])
  expect(JSON.parse(entry ?? '')).toMatchObject({ bad: expect.stringContaining(reason), o: 'overland' })
})

test('whatever comes, it is told to be taken: no phone is blocked by what it says', async () => {
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
