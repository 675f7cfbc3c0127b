import { beforeAll, expect, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { LIMITS, openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

const AT_MS = 1_760_000_000_000

// As the Android app sends it while one rides a bicycle.
const LOCATION = {
  _type: 'location',
  _id: '9b1c2f3a',
  BSSID: '02:00:00:00:00:00',
  SSID: 'home',
  acc: 13,
  alt: 72,
  batt: 64,
  bs: 1,
  cog: 271,
  conn: 'm',
  created_at: AT_MS / 1_000 + 1,
  lat: 52.5219184,
  lon: 13.4132147,
  m: 1,
  t: 'u',
  tid: 'p1',
  topic: 'owntracks/anna/phone-1',
  tst: AT_MS / 1_000,
  vac: 3,
  vel: 18,
}

let world: TrackerWorld
let key: string

beforeAll(async () => {
  world = await openTrackerWorld()
  key = await signDeviceKey(world.keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
  return () => world.close()
})

const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})

function post(body: unknown, headers: Record<string, string> = basic('phone-1', key)): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const init = { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } }
  return Promise.resolve(world.tracker().request('/owntracks', init, {}))
}

/** What became of a report: its answer is always the same. */
async function reported(...report: Parameters<typeof post>): Promise<string[]> {
  const response = await post(...report)
  expect([response.status, await response.text()]).toEqual([200, '[]'])
  expect(response.headers.get('push-ack')).toBe('stream')
  return world.entries()
}

test('a location is a position in metres, metres per second and degrees; the key proves it, and goes no further', async () => {
  const response = await post(LOCATION)
  expect([response.status, await response.text()]).toEqual([200, '[]'])
  const [event, ...more] = await world.kept()
  expect(more).toEqual([])
  expect(event).toMatchObject({
    type: 'geo',
    protocol: 'owntracks',
    device: 'phone-1',
    person: 'anna',
    time: AT_MS,
    quality: [],
  })
  expect(event?.params).toEqual({
    di: 'phone-1',
    lt: 52.5219184,
    lg: 13.4132147,
    a: 13,
    alt: 72,
    spd: 5,
    hdg: 271,
    batt: 64,
  })
  expect(JSON.stringify(event)).not.toContain(key)
})

test('what the phone does not know is left out', async () => {
  await post({ _type: 'location', lat: 52.5, lon: 13.4, vel: -1, cog: -1, acc: null, batt: 'full' })
  const [event] = await world.kept()
  expect(event?.params).toEqual({ di: 'phone-1', lt: 52.5, lg: 13.4 })
})

test('sent again, it is the same event; of another phone it is another one', async () => {
  await post(LOCATION)
  await post(LOCATION)
  await post(LOCATION, basic('phone-2', key))
  const ids = (await world.kept()).map(({ id }) => id)
  expect(ids[0]).toBe(ids[1])
  expect(new Set(ids).size).toBe(2)
})

test.each([
  ['the key of another phone', () => basic('phone-2', key)],
  ['a wrong key', () => basic('phone-1', 'secret')],
  ['a write key', () => basic('phone-1', 'wk_1')],
  ['no key', () => ({ 'x-limit-u': 'phone-1' })],
  ['no password', () => basic('phone-1', '')],
])('with %s the position is kept, and not proven', async (_what, headers) => {
  const response = await post(LOCATION, headers())
  expect(response.status).toBe(200)
  expect(await world.kept()).toMatchObject([{ type: 'geo', person: undefined }])
})

test.each(['transition', 'waypoint', 'waypoints', 'lwt', 'card', 'status'])(
  'a message of type %s is accepted, and not kept',
  async (_type) => {
    expect(await reported({ _type, tst: 1 })).toEqual([])
  },
)

test.each([
  ['{"_type":"location"', 'The body is not JSON'],
  ['', 'The body is not JSON'],
  ['"location"', 'it is no message of OwnTracks'],
  [[LOCATION], 'it is no message of OwnTracks'],
  [{ lat: 1, lon: 2 }, 'it is no message of OwnTracks'],
  [{ _type: 'encrypted', data: 'x' }, 'it is encrypted'],
  [{ ...LOCATION, lat: undefined }, 'it names no place'],
  [{ ...LOCATION, lon: 'east' }, 'it names no place'],
  [{ ...LOCATION, tst: 'soon' }, '"ts" must be'],
  [{ _type: 'location', a: { b: { c: { d: {} } } } }, 'nested deeper'],
  [{ ...LOCATION, SSID: 'x'.repeat(3_000) }, 'The body is larger than 2000 bytes'],
])('%j, which nobody can read, is told to be taken, and kept for a human', async (body, reason) => {
  const [entry, ...more] = await reported(body)
  expect(more).toEqual([])
  expect(JSON.parse(entry ?? '')).toMatchObject({ bad: expect.stringContaining(reason), o: 'owntracks' })
})

test('so is a report of nobody, and one whose device is a known non-id', async () => {
  for (const headers of [{}, basic('undefined', key), { authorization: 'Bearer x' }]) {
    const [entry] = await reported(LOCATION, headers)
    expect(JSON.parse(entry ?? '')).toMatchObject({
      bad: expect.stringMatching(/names no device|"di" must/u),
    })
  }
})

test('and one that says it is compressed, and is not', async () => {
  const [entry] = await reported(LOCATION, { ...basic('phone-1', key), 'content-encoding': 'gzip' })
  expect(JSON.parse(entry ?? '')).toMatchObject({
    bad: expect.stringContaining('Content-Encoding'),
    b: '',
  })
})

test('of what is unreadable the first 64 Ki characters are kept, and never the key', async () => {
  const limits = { ...LIMITS, eventBytesMax: 200_000 }
  const body = `not json ${'x'.repeat(150_000)}`
  await world
    .tracker({ limits })
    .request('/owntracks', { method: 'POST', body, headers: basic('phone-1', key) }, {})
  const [entry] = await world.entries()
  const { b } = JSON.parse(entry ?? '') as { b: string }
  expect(b).toBe(body.slice(0, 65_536))
  expect(entry).not.toContain(key)
})

test('503 for a body that broke off: the phone is to send it again', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"_type":'))
      controller.error(new Error('gone'))
    },
  })
  const request = new Request('http://localhost/owntracks', { method: 'POST', body })
  const response = await world.tracker().fetch(request, {})
  expect(response.status).toBe(503)
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await world.entries()).toEqual([])
})
