import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { travel } from '#lib/geo/travel.ts'
import { aWalk } from '../builders/a-walk.ts'
import { aWalker, type Walker } from '../builders/a-walker.ts'
import { drainedBus } from '../builders/drained-bus.ts'
import { startFakeOneSignal, type FakeOneSignal } from '../builders/fake-onesignal.ts'
import { readBus } from '../builders/read-bus.ts'
import type { Platform } from '../builders/platform.ts'

const ALEXANDERPLATZ = { lat: 52.5219, lng: 13.4132 }
const RADIUS_METERS = 400
const OUTSIDE = travel(ALEXANDERPLATZ, 90, 1_000)
const INSIDE = travel(ALEXANDERPLATZ, 90, 200)
const FURTHER_INSIDE = travel(ALEXANDERPLATZ, 90, 100)

/** Numbers of further walks; 1 to 4 are used by the test with kill -9. */
const BLOCKED_WALK = 9
const HELD_WALK = 10
const HIDDEN_WALK = 11

const APP_ID = '5eb5a37e-b458-11e3-ac11-000c2940e62c'
const API_KEY = 'os_v2_app_a-key-for-tests-only'
const ANNAS_SUBSCRIPTION = 'a1111111-1111-4111-8111-111111111111'
const BENS_SUBSCRIPTION = 'b2222222-2222-4222-8222-222222222222'

/** The whole way from a ping to a push; `start` starts a platform with these settings. */
export function describePingToPush(
  name: string,
  start: (environment: Record<string, string>) => Promise<Platform>,
): void {
  describe(`on ${name}: Anna looks for a bicycle in Berlin, Ben has one and walks`, () => {
    let oneSignal: FakeOneSignal
    let platform: Platform
    let anna: Walker
    let ben: Walker
    let search: string
    let offer: string

    const settled = () => drainedBus(platform)
    const rings = () => oneSignal.shown.map(({ subscription }) => subscription).sort()

    beforeAll(async () => {
      oneSignal = await startFakeOneSignal({ appId: APP_ID, apiKey: API_KEY })
      platform = await start({
        PUSH_CHANNELS: `onesignal://${APP_ID}?server=${oneSignal.url}`,
        ONESIGNAL_API_KEY: API_KEY,
        SEND_LEASE_SECONDS: '1',
        RECLAIM_IDLE_SECONDS: '2',
      })
      anna = await aWalker(platform, {
        person: 'anna',
        device: 'annas-phone',
        locale: 'de',
        subscription: ANNAS_SUBSCRIPTION,
      })
      ben = await aWalker(platform, {
        person: 'ben',
        device: 'bens-phone',
        locale: 'en',
        subscription: BENS_SUBSCRIPTION,
      })
      search = await anna.carries('searches', ['Fahrrad', 'bicycle'], RADIUS_METERS)
      offer = await ben.carries('offers', ['Bicycle'], RADIUS_METERS)
      expect((await anna.isAt(ALEXANDERPLATZ)).headers.get('push-ack')).toBe('stream')
      expect((await ben.isAt(OUTSIDE)).status).toBe(200)
      await settled()
      expect(rings()).toEqual([])
    })

    afterAll(async () => {
      await platform?.stop()
      await oneSignal?.stop()
    })

    test('an unproven event moves nothing', async () => {
      expect((await ben.isAt(INSIDE, { key: '' })).status).toBe(200)
      expect((await ben.isAt(INSIDE, { key: 'eyJhbGciOiJub25lIn0.e30.' })).status).toBe(200)
      await settled()
      expect(rings()).toEqual([])
      expect(await placeOf(ben, `/store/offers/${offer}`)).toEqual(OUTSIDE)
    })

    test('a change that is not from a service changes nothing, and is marked', async () => {
      const forged = {
        id: 'forged-1',
        type: 'srch',
        params: { _id: search, action: 'delete', owner: 'anna' },
      }
      const response = await fetch(`${platform.url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(forged),
      })
      expect(response.status).toBe(200)
      await settled()
      const event = (await readBus(platform)).find(({ id }) => id === 'forged-1')
      expect(event?.source).toBe('/tracker/local')
      expect(event?.data.meta.quality).toContain('unproven')
      expect((await anna.call('storage', `/store/searches/${search}`)).status).toBe(200)
    })

    test('Ben walks into her circle: each phone rings once, in its language, and opens the match', async () => {
      const started = performance.now()
      await ben.isAt(INSIDE)
      await expect.poll(rings, { timeout: 10_000 }).toEqual([ANNAS_SUBSCRIPTION, BENS_SUBSCRIPTION].sort())
      process.stdout.write(`ping to both pushes: ${Math.round(performance.now() - started)} ms\n`)
      const [toAnna, toBen] = [ANNAS_SUBSCRIPTION, BENS_SUBSCRIPTION].map((subscription) =>
        oneSignal.shown.find((shown) => shown.subscription === subscription),
      )
      expect(toAnna?.notification).toMatchObject({
        headings: { de: 'In deiner Nähe gefunden: Fahrrad' },
        contents: { de: 'Jemand in deiner Nähe bietet, was du suchst (<1 km entfernt)' },
        app_url: `pushtech://search/${search}/${offer}/matched`,
      })
      expect(toBen?.notification).toMatchObject({
        headings: { en: 'Wanted near you: Bicycle' },
        contents: { en: 'Someone near you is looking for what you offer (<1 km away)' },
        app_url: `pushtech://offer/${offer}/${search}/matched`,
      })
    })

    test('both sides list the match', async () => {
      const lists = await Promise.all([
        anna.call('storage', `/store/searches/${search}/matches`),
        ben.call('storage', `/store/offers/${offer}/matches`),
      ])
      for (const list of lists) {
        const { items } = (await list.json()) as { items: unknown[] }
        expect(items).toEqual([
          expect.objectContaining({ search, offer, state: 'together', episode: 1, distanceClass: '<1' }),
        ])
      }
    })

    test('walking on inside the circle does not ring again', async () => {
      await ben.isAt(FURTHER_INSIDE)
      await anna.isAt(travel(ALEXANDERPLATZ, 0, 20))
      await settled()
      expect(rings()).toHaveLength(2)
    })

    test('leaving and coming back inside the ring window does not ring again', async () => {
      await ben.isAt(OUTSIDE)
      await settled()
      await ben.isAt(INSIDE)
      await expect
        .poll(async () => (await statesOf(ben)).sort(), { timeout: 10_000 })
        .toEqual(['rate_limited', 'sent'])
      await expect
        .poll(async () => (await statesOf(anna)).sort(), { timeout: 10_000 })
        .toEqual(['rate_limited', 'sent'])
      expect(rings()).toHaveLength(2)
    })

    test('mtf is sent once for the match that rang', async () => {
      const isTold = async () => (await readBus(platform)).filter(({ type }) => type === 'mtf')
      await expect.poll(async () => (await isTold()).length, { timeout: 10_000 }).toBe(1)
      expect((await isTold())[0]).toMatchObject({
        source: '/service/notifications',
        data: { params: { sid: search, oid: offer } },
      })
    })

    test('resending all events with their ids makes duplicates, and no ring', async () => {
      const before = await readBus(platform)
      for (const [walker, device] of [
        [anna, 'annas-phone'],
        [ben, 'bens-phone'],
      ] as const) {
        for (const { id, time, data } of before.filter(
          ({ type, subject }) => type === 'geo' && subject === device,
        )) {
          const at = { lat: Number(data.params['lt']), lng: Number(data.params['lg']) }
          await walker.isAt(at, { id, ts: Date.parse(time) })
        }
      }
      await settled()
      expect((await readBus(platform)).filter(({ type }) => type !== 'w')).toHaveLength(
        before.filter(({ type }) => type !== 'w').length,
      )
      expect(rings()).toHaveLength(2)
    })

    test('a replay of all events does not ring again', async () => {
      const bus = await openBusWriter(platform.busUrl)
      const copies = (await readBus(platform)).map((event) => ({ ...event, replay: 'run-1' }))
      await bus.publish(
        EVENTS.name,
        copies.map((event) => ({
          key: event.subject ?? event.id,
          value: JSON.stringify(event),
          timestamp: Date.now(),
        })),
      )
      await bus.close()
      await settled()
      expect(rings()).toHaveLength(2)
    })

    test('what operators hide ends its matches at once, and nobody else sees it', async () => {
      const walk = await aWalk(platform, HIDDEN_WALK)
      const { still, moving } = walk.people
      const turn = await hiderOf(platform, walk.offer)
      const states = async () => {
        const list = await still.call('storage', `/store/searches/${walk.search}/matches`)
        return ((await list.json()) as { items: { state: string }[] }).items.map(({ state }) => state)
      }
      await walk.meet()
      await expect.poll(states, { timeout: 10_000 }).toEqual(['together'])
      expect((await turn('hide')).status).toBe(200)
      await expect.poll(states, { timeout: 10_000 }).toEqual(['ended'])
      expect((await still.call('storage', `/store/offers/${walk.offer}`)).status).toBe(404)
      expect(await (await moving.call('storage', `/store/offers/${walk.offer}`)).json()).toMatchObject({
        hidden: true,
        hiddenBecause: 'We look at it',
      })
      expect((await turn('show')).status).toBe(200)
      await expect.poll(states, { timeout: 10_000 }).toEqual(['together', 'ended'])
    })

    test('two people of whom one blocked the other meet without a ring; after the end of the block they ring', async () => {
      const walk = await aWalk(platform, BLOCKED_WALK)
      const { still, moving } = walk.people
      const block = (method: string) =>
        still.call('matching', `/matching/blocks/${moving.person}`, { method })
      const rung = () => rings().filter((subscription) => walk.subscriptions.includes(subscription))
      expect((await block('PUT')).status).toBe(204)
      await walk.meet()
      await settled()
      expect(rung()).toEqual([])
      expect((await block('DELETE')).status).toBe(204)
      await walk.meet()
      await expect.poll(rung, { timeout: 10_000 }).toEqual([...walk.subscriptions].sort())
    })

    test('after kill -9 in the middle and a new start no event is lost, and no phone rings twice', async () => {
      const pairs = await Promise.all([1, 2, 3, 4].map((index) => aWalk(platform, index)))
      await settled()
      oneSignal.failNext({ status: 503 }, 2)
      oneSignal.failNext('lostAnswer', 2)
      const accepted = pairs.map((walk) => walk.meet())
      const answers = await Promise.all(accepted)
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      await platform.crash()
      const expected = pairs.flatMap(({ subscriptions }) => subscriptions)
      const rung = () => rings().filter((subscription) => expected.includes(subscription))
      await expect.poll(rung, { timeout: 60_000 }).toEqual(expected.sort())
      await settled()
      expect(rung()).toEqual(expected.sort())
    })

    test('while OneSignal refuses the key, also across a kill -9, the ring waits; then both phones ring', async () => {
      const walk = await aWalk(platform, HELD_WALK)
      const rung = () => rings().filter((subscription) => walk.subscriptions.includes(subscription))
      oneSignal.answerAll({ status: 403, body: { errors: ['Access denied.'] } })
      const asked = () => oneSignal.calls.filter(({ status }) => status === 403).length
      await walk.meet()
      await expect.poll(asked, { timeout: 10_000 }).toBeGreaterThan(0)
      const before = asked()
      await platform.crash()
      await expect.poll(asked, { timeout: 30_000 }).toBeGreaterThan(before)
      expect(await deliveriesOf(walk.people.still)).toMatchObject([{ state: 'pending', attempts: 0 }])
      expect(await deliveriesOf(walk.people.moving)).toMatchObject([{ state: 'pending', attempts: 0 }])
      expect(rung()).toEqual([])
      oneSignal.answerAll(undefined)
      await expect.poll(rung, { timeout: 30_000 }).toEqual([...walk.subscriptions].sort())
    })

    test('consumers that start again at the first record after a crash do not ring again', async () => {
      const before = rings()
      await platform.crash(async () => {
        for (const [group, topic] of [
          ['matching', 'push.events'],
          ['notifications', 'push.notices'],
        ] as const) {
          const reader = await openBusReader(platform.busUrl, { group, topics: [topic], from: 'earliest' })
          await reader.seek(0)
          await reader.close()
        }
      })
      await settled()
      expect(rings()).toEqual(before)
    })

    test('SIGTERM drains and exits with 0', async () => {
      expect(await platform.stop()).toEqual(0)
    })
  })
}

async function statesOf(walker: Walker): Promise<string[]> {
  return (await deliveriesOf(walker)).map(({ state }) => state)
}

async function deliveriesOf(walker: Walker): Promise<{ state: string; attempts: number }[]> {
  const response = await walker.call('notifications', '/deliveries')
  return ((await response.json()) as { items: { state: string; attempts: number }[] }).items
}

/** Hides an offer and shows it again, as an operator. */
async function hiderOf({ url, keysPath }: Platform, offer: string) {
  const keys = await openKeyRing(keysPath)
  const token = await signPersonToken(keys, { person: 'olga', role: 'operate' }, 'storage')
  return (verb: 'hide' | 'show') =>
    fetch(`${url}/store/offers/${offer}/${verb}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ reasons: 'We look at it' }),
    })
}

async function placeOf(walker: Walker, path: string): Promise<unknown> {
  const response = await walker.call('storage', path)
  return ((await response.json()) as { region: { circle: { centre: unknown } } }).region.circle.centre
}
