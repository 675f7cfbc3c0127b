import { describe, expect, onTestFinished, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ShownWriteKey } from '#lib/service-client/write-keys.ts'
import { LIMITS, openTrackerWorld } from '../../../edge/tracker/open-tracker-world.fixture.ts'
import { listen } from '../listen.fixture.ts'
import { openWorld } from '../open-world.fixture.ts'
import { UNKNOWN, basic, batchOf, json, openPlatform, openTracker } from './keyed-tracker.fixture.ts'

describe('rates', () => {
  test('a batch consumes one token per event; above the rate the whole batch is refused with Retry-After', async () => {
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
    // Four events exceed the limit, one does not.
    expect((await tracker.call(`/t/w?k=${key}`)).status).toBe(200)
  })

  test('a key has its own limit instead of the limit of the address, and each device has one per key', async () => {
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

  test('an event refused by the limit of the device does not consume the limit of the key', async () => {
    const limits = { ...LIMITS, deviceEventsPerSecond: 0.001, deviceEventsBurst: 1 }
    const { tracker, makeKey } = await openPlatform({ limits })
    const { key } = await makeKey({ ratePerSecond: 1, burst: 4 })
    const call = async () => (await tracker.call(`/t/w?di=phone-1&k=${key}`)).status
    expect([await call(), await call(), await call(), await call()]).toEqual([200, 429, 429, 429])
    expect((await tracker.call(`/v1/batch?k=${key}`, batchOf(3))).status).toBe(200)
    await tracker.entries()
  })
})

describe('while accounts is unavailable', () => {
  test('known keys stay valid', async () => {
    const { tracker, makeKey, accounts } = await openPlatform({ isRequired: true })
    const { key } = await makeKey()
    await accounts.leave()
    expect((await tracker.call(`/t/w?k=${key}`)).status).toBe(200)
    expect((await tracker.call(`/t/w?k=${UNKNOWN}`)).status).toBe(401)
    expect(() => tracker.isReady()).not.toThrow()
  })

  /** A tracker that starts while accounts is unavailable. */
  async function openEarly(isRequired: boolean) {
    const world = await openWorld()
    const accounts = listen((request) => world.app.fetch(request, {}))
    const made = await world.call('POST /accounts/write-keys', { as: 'admin', json: { name: 'Shop' } })
    const { key, id } = (await made.json()) as ShownWriteKey
    await accounts.leave()
    return { accounts, key, id, tracker: await openTracker(world, accounts.url, { isRequired }) }
  }

  test('a tracker that requires keys and has not read them answers 503 and is not ready; later it works', async () => {
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

  test('a tracker that does not require keys accepts all events, without naming the app', async () => {
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

describe('phones, when a key is required', () => {
  const location = (over: object = {}) => ({
    _type: 'location',
    lat: 52.5,
    lon: 13.4,
    tst: 1_760_000_000,
    ...over,
  })

  test('need none with a valid device key, and get 401 with a wrong one', async () => {
    const { tracker, keys } = await openPlatform({ isRequired: true })
    const deviceKey = await signDeviceKey(keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
    const post = (user: string, body: object, query = '') =>
      tracker.call(`/owntracks${query}`, { ...json(body), headers: basic(`${user}:${deviceKey}`) })
    expect((await post('phone-1', location())).status).toBe(200)
    expect(await tracker.kept()).toMatchObject([{ person: 'anna', key: undefined }])
    expect((await post('phone-2', location())).status).toBe(401)
    expect(await tracker.entries()).toEqual([])
  })

  test('get 200 for an unreadable event, so that they drop it; without a valid key it is not stored', async () => {
    const { tracker, makeKey } = await openPlatform({ isRequired: true })
    const { key } = await makeKey()
    const post = (body: object, query = '') =>
      tracker.call(`/owntracks${query}`, { ...json(body), headers: basic('a:b') })
    for (const body of [location({ lat: 'x' }), { _type: 'encrypted' }, {}]) {
      expect((await post(body)).status).toBe(200)
    }
    // The phone repeats these events, and they are stored once the key is correct.
    for (const body of [location({ tst: 'soon' }), { _type: 'lwt' }]) {
      expect((await post(body)).status).toBe(401)
    }
    expect(await tracker.entries()).toEqual([])
    expect((await post(location({ lat: 'x' }), `?k=${key}`)).status).toBe(200)
    expect(await tracker.entries()).toHaveLength(1)
  })

  test('may have a write key in their URL instead', async () => {
    const { tracker, makeKey } = await openPlatform({ isRequired: true })
    const { key, id } = await makeKey()
    expect((await tracker.call(`/osmand?id=phone-1&lat=52.5&lon=13.4&k=${key}`)).status).toBe(200)
    expect(await tracker.kept()).toMatchObject([{ key: id, person: undefined }])
    expect((await tracker.call(`/osmand?id=phone-1&lat=52.5&lon=13.4&k=${UNKNOWN}`)).status).toBe(401)
  })
})

test('a tracker that does not check keys removes values that look like one', async () => {
  const trackers = await openTrackerWorld()
  onTestFinished(() => trackers.close())
  const response = await trackers.tracker().request(`/t/w?k=${UNKNOWN}`, {}, {})
  expect(response.status).toBe(200)
  expect(await trackers.kept()).toMatchObject([{ key: undefined, params: { k: '***' } }])
})
