import { describe, expect, onTestFinished, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ShownWriteKey } from '#lib/service-client/write-keys.ts'
import { LIMITS, openTrackerWorld } from '../../../edge/tracker/open-tracker-world.fixture.ts'
import { listen } from '../listen.fixture.ts'
import { openWorld } from '../open-world.fixture.ts'
import { UNKNOWN, basic, batchOf, json, openPlatform, openTracker } from './keyed-tracker.fixture.ts'

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
    for (const body of [location({ lat: 'x' }), { _type: 'encrypted' }, {}]) {
      expect((await post(body)).status).toBe(200)
    }
    // These can be kept, as soon as the key is right.
    for (const body of [location({ tst: 'soon' }), { _type: 'lwt' }]) {
      expect((await post(body)).status).toBe(401)
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

test('a tracker that asks nobody for keys hides what looks like one', async () => {
  const trackers = await openTrackerWorld()
  onTestFinished(() => trackers.close())
  const response = await trackers.tracker().request(`/t/w?k=${UNKNOWN}`, {}, {})
  expect(response.status).toBe(200)
  expect(await trackers.kept()).toMatchObject([{ key: undefined, params: { k: '***' } }])
})
