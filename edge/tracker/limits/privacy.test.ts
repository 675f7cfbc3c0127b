import { beforeAll, describe, expect, test } from 'vitest'
import { signDeviceKey, signServiceToken } from '#lib/auth/tokens.ts'
import type { PrivacyPolicy } from '#lib/privacy/privacy-request.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

const IP = '198.51.100.77'
const PLACE = { di: 'phone-1', lt: 52.5219184, lg: 13.4132147, a: 8 }
const GPC = { 'sec-gpc': '1' }

let world: TrackerWorld
let deviceKey: string

beforeAll(async () => {
  world = await openTrackerWorld()
  deviceKey = await signDeviceKey(world.keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
  return () => world.close()
})

interface Call {
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly policy?: PrivacyPolicy
}

function call(path: string, { body, headers = {}, policy = 'anonymise' }: Call = {}) {
  const sent = { 'user-agent': 'Mozilla/5.0 (X11)', ...headers }
  const init =
    body === undefined
      ? { headers: sent }
      : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: sent }
  return world.tracker({ privacyPolicy: policy, metrics }).request(path, init, { peerIp: IP })
}

const metrics = openMetrics()

// Every way to ask not to be tracked, with one event of a device at a place.
const WAYS: readonly (readonly [string, string, Call])[] = [
  ['Sec-GPC', '/t/geo?di=phone-1&lt=52.5219184&lg=13.4132147&a=8', { headers: GPC }],
  ['DNT', '/v1/events', { body: { type: 'geo', params: PLACE }, headers: { dnt: '1' } }],
  ['the query of a page', '/t/geo?di=phone-1&lt=52.5219184&lg=13.4132147&a=8&dnt=1', {}],
  ['the query of a body', '/v1/batch?dnt=1', { body: [{ type: 'geo', params: PLACE }] }],
  ['the event itself', '/v1/batch', { body: [{ type: 'geo', params: { ...PLACE, dnt: 1 } }] }],
  ['OsmAnd', '/osmand?id=phone-1&lat=52.5219184&lon=13.4132147&accuracy=8&dnt=1', {}],
  ['the form of OsmAnd', '/osmand', { body: 'id=phone-1&lat=52.5219184&lon=13.4132147&accuracy=8&dnt=1' }],
  [
    'one of the positions of Traccar Client',
    '/osmand',
    { body: [{ id: 'phone-1', lat: 52.5219184, lon: 13.4132147, dnt: 1 }] },
  ],
  [
    'the form of a beacon, twice',
    '/t/geo',
    {
      body: 'di=phone-1&lt=52.5219184&lg=13.4132147&dnt=1&dnt=0',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
  ],
  [
    'OwnTracks',
    '/owntracks',
    {
      body: { _type: 'location', lat: 52.5219184, lon: 13.4132147, acc: 8 },
      headers: { ...GPC, 'x-limit-u': 'phone-1' },
    },
  ],
]

describe('a sender who asks not to be tracked', () => {
  test.each(WAYS)('by %s cannot be found in the kept entries', async (_, path, asked) => {
    expect((await call(path, asked)).status).toBe(200)
    const [entry, ...more] = await world.entries()
    expect(more).toEqual([])
    const { a: ip, u: userAgent, d: device, p: params } = JSON.parse(entry ?? '') as Record<string, unknown>
    expect([ip, userAgent, device]).toEqual([undefined, undefined, undefined])
    expect(params).toMatchObject({ lt: expect.toSatisfy((lt) => Number(lt) === 52.5) })
    for (const secret of ['phone-1', '52.52', '13.41', IP, '198.51', 'Mozilla'])
      expect(entry).not.toContain(secret)
  })

  test.each(WAYS)(
    'by %s is dropped if the policy says so, and gets the usual answer',
    async (_, path, asked) => {
      const kept = await call(path, asked)
      await world.entries()
      const dropped = await call(path, { ...asked, policy: 'drop' })
      expect(dropped.status).toBe(200)
      const [one, other] = await Promise.all([kept.text(), dropped.text()])
      expect(Object.keys(JSON.parse(one || '{}'))).toEqual(Object.keys(JSON.parse(other || '{}')))
      // No event was kept, so the answer has no Push-Ack.
      expect([kept.headers.get('push-ack'), dropped.headers.get('push-ack')]).toEqual(['stream', null])
      expect(await world.entries()).toEqual([])
    },
  )

  test.each(WAYS)('by %s is tracked like all others if the policy is off', async (_, path, asked) => {
    expect((await call(path, { ...asked, policy: 'off' })).status).toBe(200)
    expect(await world.kept()).toMatchObject([{ device: 'phone-1', ip: '198.51.100.0' }])
  })
})

test('one private event of a batch does not anonymise the others', async () => {
  const batch = [
    { type: 'w', id: 'one', di: 'phone-1', params: { dnt: 1 } },
    { type: 'w', id: 'two', di: 'phone-2' },
  ]
  const answer = await call('/v1/batch', { body: batch, policy: 'drop' })
  expect(await answer.json()).toEqual({ results: { one: { result: 'ok' }, two: { result: 'ok' } } })
  expect(answer.headers.get('push-ack')).toBe('stream')
  expect((await world.kept()).map(({ id }) => id)).toEqual(['two'])
  expect(await metrics.text()).toMatch(/push_tracker_events_total\{protocol="batch",outcome="dropped"\} \d/u)
})

test("the answer has the client's id; a second copy is still the same event", async () => {
  const twice = [1, 2].map(() => ({ type: 'w', id: 'e-1', di: 'phone-1' }))
  const answer = await call('/v1/batch', { body: twice, headers: GPC })
  expect(await answer.json()).toEqual({ results: { 'e-1': { result: 'duplicate' } } })
  const [first] = await world.kept()
  expect(first?.id).not.toBe('e-1')
})

test('two devices that use the same id still make two events', async () => {
  const batch = ['phone-1', 'phone-2'].map((di) => ({ type: 'w', id: 'e-1', di }))
  await call('/v1/batch', { body: batch, headers: GPC })
  expect(new Set((await world.kept()).map(({ id }) => id)).size).toBe(2)
})

test('a proven device keeps its name and place, and nothing else, because its owner registered it', async () => {
  const headers = { ...GPC, 'push-device-key': deviceKey }
  await call('/v1/events', { body: { type: 'geo', params: PLACE }, headers })
  expect(await world.kept()).toMatchObject([
    { device: 'phone-1', person: 'anna', params: PLACE, ip: undefined, userAgent: undefined },
  ])
})

test('an unreadable part is kept without its text, or not at all', async () => {
  const said = { _type: 'location', tst: 'phone-1 was at 52.5219184' }
  for (const body of [said, { ...said, lat: 52.5, lon: 13.4 }]) {
    const asked = { body, headers: { ...GPC, 'x-limit-u': 'null' } }
    expect((await call('/owntracks', asked)).status).toBe(200)
    const [entry] = await world.entries()
    expect(JSON.parse(entry ?? '')).toMatchObject({ bad: expect.any(String), b: '' })
    expect(entry).not.toContain('phone-1')
    expect((await call('/owntracks', { ...asked, policy: 'drop' })).status).toBe(200)
    expect(await world.entries()).toEqual([])
  }
})

test('events of services are not anonymised', async () => {
  const authorization = `Bearer ${await signServiceToken(world.keys, 'storage', 'tracker')}`
  await call('/v1/events', {
    body: { type: 'srch', id: 's-1', di: 'phone-1', dnt: 1 },
    headers: { ...GPC, authorization },
  })
  expect(await world.kept()).toMatchObject([{ id: 's-1', device: 'phone-1' }])
})
