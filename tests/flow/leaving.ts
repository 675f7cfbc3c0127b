import { unzipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { aWalker, type Walker } from '../builders/a-walker.ts'
import { drainedBus } from '../builders/drained-bus.ts'
import { startFakeOneSignal, type FakeOneSignal } from '../builders/fake-onesignal.ts'
import type { Platform } from '../builders/platform.ts'
import { readBus } from '../builders/read-bus.ts'
import { until } from '../builders/until.ts'

const HERE = { lat: 52.5219, lng: 13.4132 }
const RADIUS_METERS = 500
const PICTURE = readFileSync(new URL('../../docs/pictures/live-page.png', import.meta.url))
const APP_ID = '5eb5a37e-b458-11e3-ac11-000c2940e62c'
const API_KEY = 'os_v2_app_a-key-for-tests-only'
const DAY_MS = 86_400_000

/** A person exports all data and deletes the account; `start` starts a platform with these settings. */
export function describeLeaving(
  name: string,
  start: (environment: Record<string, string>) => Promise<Platform>,
): void {
  describe(`on ${name}: Otto has what Lena looks for, and leaves`, () => {
    let oneSignal: FakeOneSignal
    let platform: Platform
    let lena: Walker
    let otto: Walker
    let search: string
    let offer: string
    let picture: string

    const settled = () => drainedBus(platform)
    const rung = (number: number) =>
      oneSignal.shown.filter(({ subscription }) => subscription === subscriptionOf(number)).length

    function aPerson(person: string, device: string, number: number): Promise<Walker> {
      return aWalker(platform, { person, device, locale: 'en', subscription: subscriptionOf(number) })
    }

    /** The data of a person in a station, as the station gives it to accounts. */
    async function keptOf(person: string, base: '/deliveries' | '/matching' | '/store' | '/images') {
      const audiences = {
        '/deliveries': 'notifications',
        '/matching': 'matching',
        '/store': 'storage',
        '/images': 'images',
      } as const
      const keys = await openKeyRing(platform.keysPath)
      const client = openServiceClient({
        keys,
        service: 'accounts',
        audience: audiences[base],
        url: platform.url,
      })
      return ((await read(client.call(`${base}/people/${person}`))) as { files: Record<string, unknown[]> })
        .files
    }

    /** Lena looks for a thing that Otto has. Both are at the same place, and both phones have rung. */
    beforeAll(async () => {
      oneSignal = await startFakeOneSignal({ appId: APP_ID, apiKey: API_KEY })
      platform = await start({
        PUSH_CHANNELS: `onesignal://${APP_ID}?server=${oneSignal.url}`,
        ONESIGNAL_API_KEY: API_KEY,
        ERASED_REFRESH_SECONDS: '1',
      })
      lena = await aPerson('lena', 'lenas-phone', 1)
      otto = await aPerson('otto', 'ottos-phone', 2)
      const image = { 'content-type': 'image/png' }
      const brought = otto.call('images', '/assets', { method: 'POST', body: PICTURE, headers: image })
      picture = ((await read(brought)) as { id: string }).id
      search = await lena.carries('searches', ['bicycle'], RADIUS_METERS)
      offer = await otto.carries('offers', ['bicycle'], RADIUS_METERS)
      await lena.isAt(HERE)
      await otto.isAt(HERE)
      await until('both rang', () => rung(1) === 1 && rung(2) === 1)
    })

    afterAll(async () => {
      await platform?.stop()
      await oneSignal?.stop()
    })

    test('Otto exports all his data, and the day on which the last copy expires', async () => {
      const answer = await otto.call('accounts', '/accounts/people/me/export')
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip'])
      const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
      const text = (file: string) => Buffer.from(files[file] ?? []).toString()
      const json = (file: string): unknown => JSON.parse(text(file))
      expect(json('offers.json')).toMatchObject([{ id: offer, device: 'ottos-phone' }])
      expect(json('searches.json')).toEqual([])
      expect(json('devices.json')).toMatchObject([{ device_id: 'ottos-phone' }])
      expect(json('matches.json')).toMatchObject([{ search, offer, state: 'together' }])
      expect(json('positions.json')).toMatchObject([{ device_id: 'ottos-phone', ...HERE }])
      expect(json('subscriptions.json')).toMatchObject([{ subscription_id: subscriptionOf(2) }])
      expect(json('rings.json')).toMatchObject([{ user: 'otto', state: 'sent' }])
      expect(json('pictures.json')).toMatchObject([{ id: picture }])
      const shown = await fetch(`${platform.url}/assets/${picture}/view.jpg`)
      expect(Buffer.from(files[`pictures/${picture}.jpg`] ?? [])).toEqual(
        Buffer.from(await shown.arrayBuffer()),
      )
      const [, day = ''] = /expires on (\d{4}-\d\d-\d\d)/u.exec(text('README.txt')) ?? []
      expect(Date.parse(day)).toBeGreaterThan(Date.now() + 30 * DAY_MS)
      // No data of other people except the ids of his matches.
      expect(Object.keys(files).map(text).join('\n')).not.toMatch(/lena/u)
    })

    test('Otto gives away a second phone: it does not ring for him any more, and his search that followed it is off', async () => {
      const tablet = await aPerson('otto', 'tablet', 3)
      const followed = await tablet.carries('searches', ['piano'], RADIUS_METERS)
      await tablet.isAt(HERE)
      await settled()
      expect((await otto.call('accounts', '/accounts/devices/tablet', { method: 'DELETE' })).status).toBe(204)
      expect(await read(otto.call('notifications', '/mappings'))).toMatchObject({
        items: [{ device_id: 'ottos-phone' }],
      })
      expect(await read(otto.call('storage', `/store/searches/${followed}`))).toMatchObject({ active: false })
      expect((await keptOf('otto', '/matching'))['positions.json']).toMatchObject([
        { device_id: 'ottos-phone' },
      ])
      const eva = await aPerson('eva', 'tablet', 3)
      expect((await eva.isAt(HERE)).status).toBe(200)
      await settled()
      expect((await keptOf('eva', '/matching'))['positions.json']).toMatchObject([{ device_id: 'tablet' }])
    })

    test('Otto deletes his account: his data is immediately gone from all stations', async () => {
      const json = JSON.stringify({})
      const answer = await otto.call('accounts', '/accounts/people/me', { method: 'DELETE', body: json })
      expect(await answer.json()).toMatchObject({ pending: [] })
      for (const base of ['/deliveries', '/matching', '/store', '/images'] as const) {
        expect(Object.values(await keptOf('otto', base)).flat(), base).toEqual([])
      }
      expect((await fetch(`${platform.url}/store/offers/${offer}`)).status).toBe(404)
      expect((await fetch(`${platform.url}/assets/${picture}/view.jpg`)).status).toBe(410)
      expect(await read(lena.call('storage', `/store/searches/${search}/matches`))).toEqual({ items: [] })
      expect(await read(lena.call('notifications', '/deliveries'))).toEqual({ items: [] })
    })

    test('every station refuses his old tokens', async () => {
      for (const [station, path] of [
        ['storage', '/store/offers'],
        ['notifications', '/mappings'],
        ['accounts', '/accounts/devices'],
        ['matching', '/matching/blocks'],
      ] as const) {
        await expect.poll(async () => (await otto.call(station, path)).status, { message: station }).toBe(401)
      }
      const bring = () => otto.call('images', '/assets', { method: 'POST', body: PICTURE })
      await expect.poll(async () => (await bring()).status).toBe(401)
    })

    test('copies of old events of his phone have no effect', async () => {
      const old = (await readBus(platform)).filter(({ data }) => data.meta.person === 'otto')
      expect(old.length).toBeGreaterThan(0)
      const bus = await openBusWriter(platform.busUrl)
      const again: PushEvent[] = old.flatMap((event) => [
        { ...event, id: `again-${event.id}`, time: new Date().toISOString() },
        { ...event, replay: 'a-replay', time: new Date().toISOString() },
      ])
      await bus.publish(
        EVENTS.name,
        again.map((event) => ({
          key: event.subject ?? '',
          value: JSON.stringify(event),
          timestamp: Date.now(),
        })),
      )
      await bus.close()
      expect((await otto.isAt(HERE)).status).toBe(200)
      await settled()
      expect((await keptOf('otto', '/matching'))['positions.json']).toEqual([])
      expect([rung(1), rung(2)]).toEqual([1, 1])
    })
  })
}

function subscriptionOf(number: number): string {
  return `a1111111-1111-4111-8111-11111111111${number}`
}

async function read(answer: Promise<Response>): Promise<unknown> {
  return (await answer).json()
}
