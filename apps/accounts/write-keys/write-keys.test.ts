import { describe, expect, onTestFinished, test } from 'vitest'
import { signDeviceKey, signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import type { ShownWriteKey } from '#lib/service-client/write-keys.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { LIMITS, openTrackerWorld } from '../../../edge/tracker/open-tracker-world.fixture.ts'
import type { TrackerLimits } from '../../../edge/tracker/options.ts'
import { checkWriteKeys } from '../../../edge/tracker/write-keys/check-write-keys.ts'
import { followWriteKeys } from '../../../edge/tracker/write-keys/follow-write-keys.ts'
import { listen } from '../listen.fixture.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

const REFRESH_MS = 5
const UNKNOWN = `wk_${'x'.repeat(32)}`

/** Opens a tracker that asks the accounts behind a URL for write keys. */
async function openTracker({ keys }: World, accountsUrl: string, { isRequired = false, limits = LIMITS }) {
  const accounts = openServiceClient({ keys, service: 'tracker', audience: 'accounts', url: accountsUrl })
  const metrics = openMetrics()
  const following = { accounts, refreshMs: REFRESH_MS, log: quietLog, metrics }
  const writeKeys = await followWriteKeys(following)
  const check = checkWriteKeys({ isRequired, keys: writeKeys, metrics })
  const trackers = await openTrackerWorld(keys)
  const app = trackers.tracker({ writeKeys: check, limits, metrics })
  onTestFinished(async () => {
    await writeKeys.stop()
    await trackers.close()
  })
  return {
    call: async (path: string, init: RequestInit = {}) => app.request(path, init, {}),
    kept: () => trackers.kept(),
    entries: () => trackers.entries(),
    isReady: () => check.checkReady(),
    metrics,
  }
}

/** Accounts, and a tracker that follows it. */
async function openPlatform(options: { isRequired?: boolean; limits?: TrackerLimits } = {}) {
  const world = await openWorld()
  const accounts = listen((request) => world.app.fetch(request, {}))
  const tracker = await openTracker(world, accounts.url, options)

  /** Makes a key; the tracker knows it then. */
  async function makeKey(limits: object = {}): Promise<ShownWriteKey> {
    const made = await world.call('POST /accounts/write-keys', {
      as: 'admin',
      json: { name: 'Shop', ratePerSecond: 1_000_000, ...limits },
    })
    const key = (await made.json()) as ShownWriteKey
    const preflight = () => tracker.call(`/v1/events?k=${key.key}`, { method: 'OPTIONS' })
    await expect.poll(async () => (await preflight()).status).toBe(204)
    return key
  }
  return { ...world, accounts, tracker, makeKey }
}

const json = (value: unknown) => ({ method: 'POST', body: JSON.stringify(value) })
const basic = (credentials: string) => ({ authorization: `Basic ${btoa(credentials)}` })
const batchOf = (count: number, more: object = {}) =>
  json({ batch: Array.from({ length: count }, () => ({ type: 'w' })), ...more })

describe('a write key', () => {
  const ways: readonly (readonly [string, (key: string) => readonly [string, RequestInit?]])[] = [
    ['a header', (key) => ['/t/w?wor=king', { headers: { 'x-push-key': key } }]],
    ['the query', (key) => [`/t/w?wor=king&k=${key}`]],
    ['the query of a body', (key) => [`/v1/events?k=${key}`, json({ type: 'w', wor: 'king' })]],
    ['Basic', (key) => ['/v1/events', { ...json({ type: 'w', wor: 'king' }), headers: basic(`${key}:`) }]],
    ['the body', (key) => ['/v1/events', json({ type: 'w', wor: 'king', writeKey: key })]],
    [
      'a body with params',
      (key) => ['/v1/events', json({ type: 'w', params: { wor: 'king' }, writeKey: key })],
    ],
    ['a batch', (key) => ['/v1/batch', json({ batch: [{ type: 'w', wor: 'king' }], writeKey: key })]],
    ['the events of a batch', (key) => ['/v1/batch', json([{ type: 'w', wor: 'king', writeKey: key }])]],
  ]

  test.each(ways)('in %s names the app by an id; the key itself is not kept', async (_way, callWith) => {
    const { tracker, makeKey } = await openPlatform({ isRequired: true })
    const { key, id } = await makeKey()
    const response = await tracker.call(...callWith(key))
    expect([response.status, response.headers.get('push-ack')]).toEqual([200, 'stream'])
    expect(await tracker.kept()).toMatchObject([
      { type: 'w', key: id, source: '/tracker/berlin', params: { wor: 'king' } },
    ])
    await tracker.call(...callWith(key))
    expect(await tracker.entries()).toEqual([expect.not.stringContaining(key)])
  })

  test.each(ways)(
    'that is wrong in %s is answered 401, also where none is needed',
    async (_way, callWith) => {
      const { tracker } = await openPlatform()
      const response = await tracker.call(...callWith(UNKNOWN))
      expect([response.status, await response.json()]).toEqual([
        401,
        expect.objectContaining({
          code: 'wrong_write_key',
          detail: 'This write key is not known, or was revoked',
        }),
      ])
      // Of a scheme that makes no browser ask its user for a password.
      expect(response.headers.get('www-authenticate')).toMatch(/^PushKey /u)
      expect(await tracker.entries()).toEqual([])
    },
  )

  test('that is no text is wrong, too', async () => {
    const { tracker } = await openPlatform()
    for (const writeKey of [7, {}, [UNKNOWN], true, '__proto__']) {
      expect((await tracker.call('/v1/events', json({ type: 'w', writeKey }))).status).toBe(401)
    }
  })

  test('is void once it is revoked, for good', async () => {
    const { tracker, makeKey, call } = await openPlatform()
    const { key } = await makeKey()
    const other = await makeKey()
    await call(`DELETE /accounts/write-keys/${key}`, { as: 'admin' })
    await expect.poll(async () => (await tracker.call(`/t/w?k=${key}`)).status).toBe(401)
    expect((await tracker.call(`/t/w?k=${other.key}`)).status).toBe(200)
  })

  test('is not asked for where it is optional; a query\'s "k" may be anything else', async () => {
    const { tracker } = await openPlatform()
    await tracker.call('/t/w?k=king')
    await tracker.call('/v1/events', json({ type: 'w', k: 7, writeKey: '' }))
    expect(await tracker.kept()).toMatchObject([
      { key: undefined, params: { k: 'king' } },
      { key: undefined, params: { k: 7 } },
    ])
  })

  test('that is required and missing is answered 401, and says where it belongs', async () => {
    const { tracker, keys } = await openPlatform({ isRequired: true })
    const person = await signPersonToken(keys, { person: 'anna', role: 'person' }, 'tracker')
    for (const [path, init] of [
      ['/t/w?k=king'],
      ['/v1/events', json({ type: 'w', writeKey: '' })],
      ['/v1/events', json(7)],
      ['/v1/batch', json([])],
      ['/v1/batch', { ...batchOf(2), headers: { authorization: `Bearer ${person}` } }],
    ] as const) {
      const response = await tracker.call(path, init)
      expect([response.status, await response.json()]).toEqual([
        401,
        expect.objectContaining({ detail: expect.stringContaining('X-Push-Key') }),
      ])
    }
    expect(await tracker.entries()).toEqual([])
    expect(await tracker.metrics.text()).toContain('push_tracker_refused_calls_total{reason="no_key"} 5')
  })

  test('is not asked of services', async () => {
    const { tracker, keys } = await openPlatform({ isRequired: true })
    const token = await signServiceToken(keys, 'storage', 'tracker')
    const headers = { authorization: `Bearer ${token}` }
    expect((await tracker.call('/v1/batch', { ...batchOf(5), headers })).status).toBe(200)
    expect(await tracker.kept()).toHaveLength(5)
  })

  test('makes no other credentials good', async () => {
    const { tracker, makeKey } = await openPlatform()
    const { key } = await makeKey()
    for (const authorization of [
      `Bearer ${key}`,
      basic(`${key}:x`).authorization,
      basic('admin:').authorization,
    ]) {
      const headers = { authorization, 'x-push-key': key }
      expect((await tracker.call('/t/w', { headers })).status).toBe(401)
    }
    expect(await tracker.entries()).toEqual([])
  })
})

describe('origins', () => {
  const SHOP = 'https://shop.example'
  const cors = ({ headers }: Response) => [
    headers.get('access-control-allow-origin'),
    headers.get('vary')?.toLowerCase(),
  ]

  test('a page of an origin that is listed is answered by its name, one of another is refused', async () => {
    const { tracker, makeKey } = await openPlatform()
    const { key } = await makeKey({ origins: [SHOP, 'http://localhost:5173'] })
    const headers = { 'x-push-key': key }
    const good = await tracker.call('/t/w', { headers: { ...headers, origin: SHOP } })
    expect([good.status, ...cors(good)]).toEqual([200, SHOP, 'origin'])
    await tracker.entries()
    for (const origin of [
      'https://evil.example',
      'http://shop.example',
      `${SHOP}.evil.example`,
      'null',
      '',
    ]) {
      const response = await tracker.call('/t/w', { headers: { ...headers, origin } })
      expect([response.status, await response.json()]).toEqual([
        403,
        expect.objectContaining({ code: 'foreign_origin' }),
      ])
    }
    expect(await tracker.entries()).toEqual([])
  })

  test('apps that are no pages send no origin, and are let in', async () => {
    const { tracker, makeKey } = await openPlatform()
    const { key } = await makeKey({ origins: [SHOP] })
    const response = await tracker.call(`/t/w?k=${key}`)
    expect([response.status, ...cors(response)]).toEqual([200, '*', undefined])
  })

  test.each([[[]], [['*']], [['*', SHOP]]])(
    '%j lets pages of all origins in, each answered by its name',
    async (origins) => {
      const { tracker, makeKey } = await openPlatform()
      const { key } = await makeKey({ origins })
      const headers = { origin: 'https://blog.example' }
      const batch = await tracker.call(`/v1/batch?k=${key}`, { ...batchOf(1), headers })
      expect([batch.status, ...cors(batch)]).toEqual([200, 'https://blog.example', 'origin'])
      const bad = await tracker.call(`/v1/events?k=${key}`, { ...json({ type: '' }), headers })
      expect([bad.status, ...cors(bad)]).toEqual([400, 'https://blog.example', 'origin'])
    },
  )

  test('a preflight is judged by the key in its query; headers cannot be seen then', async () => {
    const { tracker, makeKey } = await openPlatform({ isRequired: true })
    const { key } = await makeKey({ origins: [SHOP] })
    const ask = (query: string, origin: string) =>
      tracker.call(`/v1/events${query}`, { method: 'OPTIONS', headers: { origin } })
    const good = await ask(`?k=${key}`, SHOP)
    expect([good.status, ...cors(good)]).toEqual([204, SHOP, 'origin'])
    expect(good.headers.get('access-control-allow-headers')).toContain('x-push-key')
    expect((await ask(`?k=${key}`, 'https://evil.example')).status).toBe(403)
    expect((await ask(`?k=${UNKNOWN}`, SHOP)).status).toBe(401)
    const open = await ask('', 'https://evil.example')
    expect([open.status, ...cors(open)]).toEqual([204, '*', undefined])
  })
})

describe('rates', () => {
  test('a batch takes as many as it holds; above the rate nothing of it is kept, and who asks is told when to come', async () => {
    const { tracker, makeKey } = await openPlatform()
    const { key } = await makeKey({ ratePerSecond: 1, burst: 5 })
    const other = await makeKey({ ratePerSecond: 1, burst: 5 })
    expect((await tracker.call(`/v1/batch?k=${key}`, batchOf(4))).status).toBe(200)
    await tracker.entries()
    const headers = { origin: 'https://shop.example' }
    const refused = await tracker.call(`/v1/batch?k=${key}`, { ...batchOf(4), headers })
    expect([refused.status, await refused.json()]).toEqual([
      429,
      expect.objectContaining({ code: 'too_many_events' }),
    ])
    expect(Number(refused.headers.get('retry-after'))).toBeOneOf([1, 2, 3])
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(await tracker.entries()).toEqual([])
    expect((await tracker.call(`/v1/batch?k=${other.key}`, batchOf(4))).status).toBe(200)
    // Four were too many, one is not.
    expect((await tracker.call(`/t/w?k=${key}`)).status).toBe(200)
  })

  test('a key has its own in the place of its address, and each device one with each key', async () => {
    const limits = { ...LIMITS, ipEventsPerSecond: 1, deviceEventsPerSecond: 0.001, deviceEventsBurst: 2 }
    const { tracker, makeKey } = await openPlatform({ limits })
    const [one, other] = [await makeKey(), await makeKey()]
    const batch = json([1, 2].map(() => ({ type: 'w', di: 'phone-1' })))
    expect((await tracker.call(`/v1/batch?k=${one.key}`, batch)).status).toBe(200)
    expect((await tracker.call(`/v1/batch?k=${one.key}`, batch)).status).toBe(429)
    expect((await tracker.call(`/v1/batch?k=${other.key}`, batch)).status).toBe(200)
    expect((await tracker.call(`/v1/batch?k=${one.key}`, batchOf(4))).status).toBe(200)
    expect((await tracker.call('/v1/batch', batchOf(1))).status).toBe(200)
    expect((await tracker.call('/v1/batch', batchOf(1))).status).toBe(429)
    await tracker.entries()
  })

  test('what a device has no rate left for takes nothing from the key', async () => {
    const limits = { ...LIMITS, deviceEventsPerSecond: 0.001, deviceEventsBurst: 1 }
    const { tracker, makeKey } = await openPlatform({ limits })
    const { key } = await makeKey({ ratePerSecond: 1, burst: 4 })
    const call = async () => (await tracker.call(`/t/w?di=phone-1&k=${key}`)).status
    expect([await call(), await call(), await call(), await call()]).toEqual([200, 429, 429, 429])
    expect((await tracker.call(`/v1/batch?k=${key}`, batchOf(3))).status).toBe(200)
    await tracker.entries()
  })
})

describe('while accounts is away', () => {
  test('keys that are known stay good', async () => {
    const { tracker, makeKey, accounts } = await openPlatform({ isRequired: true })
    const { key } = await makeKey()
    await accounts.leave()
    expect((await tracker.call(`/t/w?k=${key}`)).status).toBe(200)
    expect((await tracker.call(`/t/w?k=${UNKNOWN}`)).status).toBe(401)
    expect(() => tracker.isReady()).not.toThrow()
  })

  /** A tracker that starts while accounts is away. */
  async function openEarly(isRequired: boolean) {
    const world = await openWorld()
    const accounts = listen((request) => world.app.fetch(request, {}))
    const made = await world.call('POST /accounts/write-keys', { as: 'admin', json: { name: 'Shop' } })
    const { key, id } = (await made.json()) as ShownWriteKey
    await accounts.leave()
    return { accounts, key, id, tracker: await openTracker(world, accounts.url, { isRequired }) }
  }

  test('a tracker that needs keys and never read them says so: 503, and not ready; then it goes on', async () => {
    const { accounts, key, tracker } = await openEarly(true)
    const response = await tracker.call(`/t/w?k=${key}`)
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await tracker.entries()).toEqual([])
    expect(() => tracker.isReady()).toThrow(UnavailableError)
    accounts.comeBack()
    await expect.poll(async () => (await tracker.call(`/t/w?k=${key}`)).status).toBe(200)
    expect(() => tracker.isReady()).not.toThrow()
  })

  test('one that needs none takes what comes, and cannot say of whom', async () => {
    const { accounts, key, id, tracker } = await openEarly(false)
    expect(() => tracker.isReady()).not.toThrow()
    expect((await tracker.call(`/t/w?k=${key}`)).status).toBe(200)
    expect(await tracker.entries()).toEqual([expect.not.stringContaining(key)])
    accounts.comeBack()
    await expect
      .poll(async () => {
        await tracker.call(`/t/w?k=${key}`)
        return (await tracker.kept())[0]?.key
      })
      .toBe(id)
  })
})

describe('phones, where a key is required', () => {
  const location = (over: object = {}) => ({
    _type: 'location',
    lat: 52.5,
    lon: 13.4,
    tst: 1_760_000_000,
    ...over,
  })

  test('need none when they prove their device, and wait with a wrong device key', async () => {
    const { tracker, keys } = await openPlatform({ isRequired: true })
    const deviceKey = await signDeviceKey(keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
    const post = (user: string, body: object, query = '') =>
      tracker.call(`/owntracks${query}`, { ...json(body), headers: basic(`${user}:${deviceKey}`) })
    expect((await post('phone-1', location())).status).toBe(200)
    expect(await tracker.kept()).toMatchObject([{ person: 'anna', key: undefined }])
    expect((await post('phone-2', location())).status).toBe(401)
    expect(await tracker.entries()).toEqual([])
  })

  test('are let go of what nobody can read, and nobody vouches for: it is not kept', async () => {
    const { tracker, makeKey } = await openPlatform({ isRequired: true })
    const { key } = await makeKey()
    const post = (body: object, query = '') =>
      tracker.call(`/owntracks${query}`, { ...json(body), headers: basic('a:b') })
    for (const body of [location({ lat: 'x' }), location({ tst: 'soon' }), { _type: 'lwt' }, {}]) {
      expect((await post(body)).status).toBe(200)
    }
    expect(await tracker.entries()).toEqual([])
    expect((await post(location({ lat: 'x' }), `?k=${key}`)).status).toBe(200)
    expect(await tracker.entries()).toHaveLength(1)
  })

  test('may name an app in their URL instead', async () => {
    const { tracker, makeKey } = await openPlatform({ isRequired: true })
    const { key, id } = await makeKey()
    expect((await tracker.call(`/osmand?id=phone-1&lat=52.5&lon=13.4&k=${key}`)).status).toBe(200)
    expect(await tracker.kept()).toMatchObject([{ key: id, person: undefined }])
    expect((await tracker.call(`/osmand?id=phone-1&lat=52.5&lon=13.4&k=${UNKNOWN}`)).status).toBe(401)
  })
})

test('a tracker that asks nobody for keys keeps what looks like one as a param', async () => {
  const trackers = await openTrackerWorld()
  onTestFinished(() => trackers.close())
  const response = await trackers.tracker().request(`/t/w?k=${UNKNOWN}`, {}, {})
  expect(response.status).toBe(200)
  expect(await trackers.kept()).toMatchObject([{ key: undefined, params: { k: UNKNOWN } }])
})
