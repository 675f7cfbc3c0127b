import { beforeAll, describe, expect, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { LIMITS, openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

const AT_MS = 1_760_000_000_000

// A location that the Android app sends while its owner rides a bicycle.
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

/** Posts a report and gives its entries. The answer is always the same. */
async function reported(...report: Parameters<typeof post>): Promise<string[]> {
  const response = await post(...report)
  expect([response.status, await response.text()]).toEqual([200, '[]'])
  expect(response.headers.get('push-ack')).toBe('stream')
  return world.entries()
}

test('a location is a position in metres, metres per second and degrees; the key proves it, and is not kept', async () => {
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

test('unknown values are left out', async () => {
  await post({ _type: 'location', lat: 52.5, lon: 13.4, vel: -1, cog: -1, acc: null, batt: 'full' })
  const [event] = await world.kept()
  expect(event?.params).toEqual({ di: 'phone-1', lt: 52.5, lg: 13.4 })
})

test('a resent location is the same event; that of another phone is another event', async () => {
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

describe('a message that is not a current place:', () => {
  // A transition as the iPhone app writes it.
  const transition = {
    _type: 'transition',
    event: 'leave',
    desc: 'Home',
    acc: 65,
    lat: 52.6,
    lon: 13.5,
    t: 'c',
    tid: 'p1',
    tst: AT_MS / 1_000,
    wtst: 1_700_000_000,
  }

  test.each(['leave', 'enter'])('the %s of a place', async (event) => {
    await post({ ...transition, event })
    const [kept, ...more] = await world.kept()
    expect(more).toEqual([])
    expect(kept).toMatchObject({ type: 'phone', device: 'phone-1', person: 'anna', time: AT_MS })
    expect(kept?.params).toEqual({ di: 'phone-1', kind: 'transition', event, lt: 52.6, lg: 13.5, a: 65 })
  })

  test('each place that its owner saved', async () => {
    const waypoint = { _type: 'waypoint', desc: 'Home', lat: 52.6, lon: 13.5, rad: 50, tst: AT_MS / 1_000 }
    await post(waypoint)
    await post({ _type: 'waypoints', waypoints: [waypoint, { ...waypoint, lat: 52.7 }, 7] })
    expect(await world.kept()).toMatchObject([
      { type: 'phone', params: { kind: 'waypoint', lt: 52.6 } },
      { type: 'phone', params: { kind: 'waypoint', lt: 52.6 } },
      { type: 'phone', params: { kind: 'waypoint', lt: 52.7 } },
      { type: 'phone', params: { di: 'phone-1', kind: 'waypoint' } },
    ])
  })

  test.each(['lwt', 'card', 'status', 'steps', 'waypoints', 'geo'])(
    'of type %s, of which only the arrival is kept',
    async (_type) => {
      await post({ _type, tst: AT_MS / 1_000, name: 'Anna', face: 'aGk=', password: 'secret' })
      const [event] = await world.kept()
      expect(event).toMatchObject({ type: 'phone', device: 'phone-1', time: AT_MS })
      expect(event?.params).toEqual({ di: 'phone-1', kind: _type })
    },
  )
})

test.each([
  [AT_MS / 1_000, AT_MS, []],
  [String(AT_MS / 1_000), AT_MS, []],
  [AT_MS / 1_000 + 0.5, AT_MS + 500, []],
  [AT_MS, AT_MS, ['time-unit-guessed']],
  [AT_MS * 1e6, AT_MS, ['time-unit-guessed']],
  ['2015-10-01T08:00:00-0700', Date.parse('2015-10-01T15:00:00Z'), []],
  ['2014-06-04 09:10:11', Date.parse('2014-06-04T09:10:11Z'), ['time-zone-guessed']],
])('its time can be %j', async (tst, time, quality) => {
  await post({ ...LOCATION, tst })
  expect(await world.kept()).toMatchObject([{ type: 'geo', person: 'anna', time, quality }])
})

test.each([
  [undefined, []],
  [null, []],
  ['', ['time-unreadable']],
  ['soon', ['time-unreadable']],
  [0, ['time-unreadable']],
  [true, ['time-unreadable']],
])('with the time %j it is a place now', async (tst, quality) => {
  await post({ ...LOCATION, tst })
  const [event] = await world.kept()
  expect(event).toMatchObject({ type: 'geo', person: 'anna', quality })
  expect(event?.time).toBe(event?.receivedAt)
})

test('messages in an array are read one by one', async () => {
  await post([
    LOCATION,
    { _type: 'lwt', tst: 1 },
    7,
    { ...LOCATION, lat: '52,5', acc: null, vel: '', cog: 'NaN' },
  ])
  const entries = (await world.entries()).map((text) => JSON.parse(text) as Record<string, unknown>)
  expect(entries).toMatchObject([
    { t: 'geo', y: 'anna' },
    { t: 'phone' },
    { t: 'geo', p: { lt: 52.5 } },
    { bad: 'it is not a message of OwnTracks' },
  ])
  expect(Object.keys(entries[2]?.['p'] as object)).toEqual(['di', 'lt', 'lg', 'batt', 'alt'])
})

describe('its device', () => {
  const { topic: _topic, ...NAMELESS } = LOCATION

  /** The device, the user and the person of a message. */
  async function sender(path: string, headers: Record<string, string>, message: object = NAMELESS) {
    await world
      .tracker()
      .request(`/owntracks${path}`, { method: 'POST', body: JSON.stringify(message), headers }, {})
    const [event] = await world.kept()
    expect(event?.params['di']).toBe(event?.device)
    return [event?.device, event?.params['user'], event?.person]
  }

  test.each([
    ['the query', '?u=anna&d=phone-7', {}, ['phone-7', 'anna']],
    ['headers', '', { 'x-limit-u': 'anna', 'x-limit-d': 'phone-7' }, ['phone-7', 'anna']],
    [
      'headers before the query',
      '?u=ben&d=x',
      { 'x-limit-u': 'anna', 'x-limit-d': 'phone-7' },
      ['phone-7', 'anna'],
    ],
    [
      'a header in UTF-8, which the runtime reads as Latin-1',
      '',
      { 'x-limit-d': Buffer.from('Händy').toString('latin1') },
      ['Händy', undefined],
    ],
    ['a header in Latin-1', '', { 'x-limit-d': 'Händy' }, ['Händy', undefined]],
    ['a header of the device', '', { 'x-limit-d': 'phone-7' }, ['phone-7', undefined]],
    ['a header of the user', '', { 'x-limit-u': 'phone-7' }, ['phone-7', undefined]],
    ['a query of the user', '?u=phone-7', {}, ['phone-7', undefined]],
    ["the iPhone's placeholder, and a query", '?d=phone-7', { 'x-limit-u': 'user' }, ['phone-7', undefined]],
  ])('is named by %s', async (_what, path, headers, [device, user]) => {
    expect(await sender(path, headers)).toEqual([device, user, undefined])
  })

  test.each([
    ['owntracks/anna/phone-7', 'phone-7'],
    ['owntracks/anna/phone-7/event', 'phone-7'],
    ['owntracks//phone-7', 'phone-7'],
    ['owntracks/phone-7', 'phone-7'],
    ['home/owntracks/anna/phone-7', 'phone-7'],
    ['tracks/anna/phone-7', 'phone-7'],
  ])('is named by its topic, "%s", if nothing else names it', async (topic, device) => {
    expect(await sender('', {}, { ...NAMELESS, topic })).toEqual([device, undefined, undefined])
    const placeholders = { 'x-limit-u': 'user', 'x-limit-d': 'device' }
    expect(await sender('', placeholders, { ...NAMELESS, topic })).toEqual([device, undefined, undefined])
  })

  test('is named by the login, which takes precedence over other names', async () => {
    const headers = { ...basic('phone-1', key), 'x-limit-u': 'phone-1', 'x-limit-d': 'husky' }
    expect(await sender('', headers, LOCATION)).toEqual(['phone-1', undefined, 'anna'])
    expect(await sender('?u=a&d=b', basic('phone-7', 'secret'), LOCATION)).toEqual([
      'phone-7',
      'a',
      undefined,
    ])
  })

  test('is the device of its key if the login names a person or nobody', async () => {
    const limits = { 'x-limit-u': 'anna', 'x-limit-d': 'phone-1' }
    expect(await sender('', { ...basic('anna', key), ...limits })).toEqual(['phone-1', 'anna', 'anna'])
    expect(await sender('?u=anna&d=phone-1', basic('anna', key))).toEqual(['phone-1', 'anna', 'anna'])
    expect(await sender('', basic('', key))).toEqual(['phone-1', undefined, 'anna'])
    expect(await sender('', basic('undefined', key))).toEqual(['phone-1', undefined, 'anna'])
    expect(await sender(`?dk=${key}`, {}, { ...LOCATION, topic: 'owntracks/http/p1' })).toEqual([
      'phone-1',
      undefined,
      'anna',
    ])
    expect(await sender('?d=phone-1', { 'push-device-key': key })).toEqual(['phone-1', undefined, 'anna'])
  })

  test('with the same name for two users is two devices', async () => {
    for (const user of ['anna', 'ben']) {
      const headers = { 'x-limit-u': user, 'x-limit-d': 'phone' }
      await post(NAMELESS, headers)
    }
    expect(new Set((await world.kept()).map(({ id }) => id)).size).toBe(2)
  })

  test.each([{}, basic('undefined', 'secret'), { authorization: 'Bearer x' }, { 'x-limit-d': 'device' }])(
    'is required: with %j the place is kept for a human',
    async (headers) => {
      for (const message of [NAMELESS, { ...NAMELESS, topic: 'NOKEY' }]) {
        const [entry] = await reported(message, headers)
        expect(JSON.parse(entry ?? '')).toMatchObject({ bad: expect.stringMatching(/names no device/u) })
      }
    },
  )
})

test.each([
  ['{"_type":"location"', 'The body is not JSON'],
  ['', 'The body is not JSON'],
  ['"location"', 'it is not a message of OwnTracks'],
  [{ lat: 1, lon: 2 }, 'it is not a message of OwnTracks'],
  [{ _type: 'encrypted', data: 'x' }, 'it is encrypted'],
  [{ ...LOCATION, lat: undefined }, 'it names no place'],
  [{ ...LOCATION, lat: null }, 'it names no place'],
  [{ ...LOCATION, lat: '' }, 'it names no place'],
  [{ ...LOCATION, lon: 'east' }, 'it names no place'],
  [{ _type: 'location', a: { b: { c: { d: { e: {} } } } } }, 'nested deeper'],
])('%j is unreadable: it gets a success, and is kept for a human', async (body, reason) => {
  const [entry, ...more] = await reported(body)
  expect(more).toEqual([])
  expect(JSON.parse(entry ?? '')).toMatchObject({ bad: expect.stringContaining(reason), o: 'owntracks' })
})

test('a body that is too large gets a success, and is kept for a human', async () => {
  const [entry, ...more] = await reported({ ...LOCATION, SSID: 'x'.repeat(11_000) })
  expect(more).toEqual([])
  expect(JSON.parse(entry ?? '')).toMatchObject({ bad: 'The body is larger than 10000 bytes' })
})

test('a byte order mark is ignored', async () => {
  await post(`\u{FEFF}${JSON.stringify(LOCATION)}`)
  expect(await world.kept()).toMatchObject([{ type: 'geo', person: 'anna' }])
})

test('a body that claims to be compressed gets a success, and is kept as unreadable', async () => {
  const [entry] = await reported(LOCATION, { ...basic('phone-1', key), 'content-encoding': 'gzip' })
  expect(JSON.parse(entry ?? '')).toMatchObject({
    bad: expect.stringContaining('Content-Encoding'),
    b: '',
  })
})

test('the first 64 Ki characters of an unreadable body are kept, and never the key', async () => {
  const limits = { ...LIMITS, phoneBytesMax: 200_000 }
  const body = `not json ${'x'.repeat(150_000)}`
  await world
    .tracker({ limits })
    .request('/owntracks', { method: 'POST', body, headers: basic('phone-1', key) }, {})
  const [entry] = await world.entries()
  const { b } = JSON.parse(entry ?? '') as { b: string }
  expect(b).toBe(body.slice(0, 65_536))
  expect(entry).not.toContain(key)
})

test('503 for a body that broke off: the phone must resend it', async () => {
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
