import { afterAll, beforeAll, expect, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { openTrackerWorld, type TrackerWorld } from './open-tracker-world.fixture.ts'
import { LIMITS } from './a-tracker.fixture.ts'

const WRITE_KEY = `wk_${'a1B-_c'.repeat(6).slice(0, 32)}`
const JSON_TYPE = 'application/json'
const FORM = 'application/x-www-form-urlencoded'
const LONG = 'x'.repeat(65)

let world: TrackerWorld
let deviceKey: string

beforeAll(async () => {
  world = await openTrackerWorld()
  deviceKey = await signDeviceKey(world.keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
})
afterAll(() => world.close())

/** A call with a key in a place that is not meant for keys. */
type Carrier = (key: string) => {
  path: string
  body?: string
  type?: string
  headers?: Record<string, string>
}

const message = (over: object) => JSON.stringify({ event: 'Bought', userId: 'anna', ...over })

const CARRIERS: readonly (readonly [string, Carrier])[] = [
  ['deep in params', (key) => ({ path: '/v1/events', body: `{"type":"w","params":{"a":{"dk":"${key}"}}}` })],
  [
    'a query within a param',
    (key) => ({ path: `/t/w?page=${encodeURIComponent(`https://a.example/?dk=${key}`)}` }),
  ],
  ['the param of a page', (key) => ({ path: `/t/w?other=${key}` })],
  ['text of a beacon', (key) => ({ path: '/t/w', body: `dk=${key}&a=1`, type: 'text/plain' })],
  ['a list in a beacon', (key) => ({ path: '/t/w', body: `[{"dk":"${key}"}]` })],
  [
    'data of a CloudEvent',
    (key) => ({ path: '/v1/events', body: `{"specversion":"1.0","type":"w","data":["${key}"]}` }),
  ],
  [
    'an attribute of a CloudEvent',
    (key) => ({ path: '/v1/events', body: `{"specversion":"1.0","type":"w","key":"${key}"}` }),
  ],
  [
    'a header of a CloudEvent',
    (key) => ({
      path: '/v1/events',
      body: '{}',
      headers: { 'ce-specversion': '1.0', 'ce-type': 'w', 'ce-key': key },
    }),
  ],
  [
    'properties beside traits',
    (key) => ({ path: '/v1/track', body: message({ properties: { dk: 'x' }, traits: { dk: key } }) }),
  ],
  [
    'properties beside the key itself',
    (key) => ({ path: '/v1/track', body: message({ dk: 'x', properties: { dk: key } }) }),
  ],
  [
    'a refused message',
    (key) => ({ path: '/v1/track', body: message({ event: LONG, properties: { a: { dk: key } } }) }),
  ],
  ['the user agent', (key) => ({ path: '/t/w?a=1', headers: { 'user-agent': `app/1 ${key}` } })],
  ['a position without a place', (key) => ({ path: `/osmand?id=phone-1&k=${key}&lat=x&lon=y` })],
  ['a field of another name', (key) => ({ path: '/osmand', body: `id=phone-1&DK=${key}&lat=x`, type: FORM })],
  ['broken JSON', (key) => ({ path: '/osmand', body: `{'dk':'${key}',` })],
  [
    'a query that is too long',
    (key) => ({ path: `/osmand?id=phone-1&q=%22${key}%22&a=${'x'.repeat(LIMITS.queryBytesMax)}` }),
  ],
  [
    'a batch of Overland that is cut off',
    (key) => ({ path: '/overland', body: `{"token":"${key}","locations":[` }),
  ],
  [
    'a feature of Overland',
    (key) => ({ path: '/overland', body: `{"locations":[{"properties":{"dk":"${key}","device_id":"a"}}]}` }),
  ],
  ['a message of OwnTracks', (key) => ({ path: '/owntracks', body: `{"_type":"location","dk":"${key}"}` })],
  ['a body that is not JSON', (key) => ({ path: '/overland', body: key })],
]

test.each(CARRIERS)('no device key and no write key is kept, in any place: %s', async (_, carry) => {
  for (const key of [deviceKey, WRITE_KEY]) {
    const { path, body, type = JSON_TYPE, headers } = carry(key)
    const method = body === undefined ? 'GET' : 'POST'
    const init = {
      method,
      headers: { 'content-type': type, ...headers },
      ...(body !== undefined && { body }),
    }
    await world.tracker({ limits: LIMITS }).request(path, init, {})
    const [entry = '', ...more] = await world.entries()
    expect([entry, more]).toEqual([expect.stringContaining('"s":"/tracker/berlin"'), []])
    // The last characters are the signature, which must not be kept either.
    expect(entry).not.toContain(key.slice(-32))
  }
})

test('values beside a hidden key are kept unchanged', async () => {
  const params = { a: 1.5, b: [null, true, 'x'], c: { dk: deviceKey }, '': 'ü', n: 1e21 }
  const init = { method: 'POST', body: JSON.stringify({ type: 'w', params }) }
  await world.tracker().request('/v1/events', init, {})
  expect(await world.kept()).toMatchObject([{ params: { ...params, c: { dk: '***' } } }])
})

test('an id and a device that look like a key are kept unchanged', async () => {
  const init = { method: 'POST', body: JSON.stringify({ type: 'w', id: WRITE_KEY, di: WRITE_KEY }) }
  await world.tracker().request('/v1/events', init, {})
  expect(await world.kept()).toMatchObject([{ id: WRITE_KEY, device: WRITE_KEY }])
})
