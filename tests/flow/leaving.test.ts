import { unzipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aWalker, type Walker } from '../builders/a-walker.ts'
import { drainedBus } from '../builders/drained-bus.ts'
import { startFakeOneSignal, type FakeOneSignal } from '../builders/fake-onesignal.ts'
import type { Platform } from '../builders/platform.ts'
import { readBus } from '../builders/read-bus.ts'
import { startPlatform } from '../builders/start-platform.ts'
import { until } from '../builders/until.ts'

const HERE = { lat: 52.5219, lng: 13.4132 }
const RADIUS_METERS = 500
const PICTURE = readFileSync(new URL('../../docs/pictures/live-page.png', import.meta.url))
const APP_ID = '5eb5a37e-b458-11e3-ac11-000c2940e62c'
const API_KEY = 'os_v2_app_a-key-for-tests-only'
const DAY_MS = 86_400_000

let oneSignal: FakeOneSignal
let platform: Platform
let folder: string
let anna: Walker
let ben: Walker
let search: string
let offer: string
let picture: string

const settled = () => drainedBus(platform)
const subscriptionOf = (number: number) => `a1111111-1111-4111-8111-11111111111${number}`
const rung = (number: number) =>
  oneSignal.shown.filter(({ subscription }) => subscription === subscriptionOf(number)).length

function aPerson(person: string, device: string, number: number): Promise<Walker> {
  return aWalker(platform, { person, device, locale: 'en', subscription: subscriptionOf(number) })
}

async function read(answer: Promise<Response>): Promise<unknown> {
  return (await answer).json()
}

/** What a station keeps of a person, as accounts is shown it. */
async function keptOf(person: string, base: '/deliveries' | '/matching' | '/store' | '/images') {
  const audiences = {
    '/deliveries': 'notifications',
    '/matching': 'matching',
    '/store': 'storage',
    '/images': 'images',
  } as const
  const keys = await openKeyRing(`${folder}/data/keys.json`)
  const client = openServiceClient({
    keys,
    service: 'accounts',
    audience: audiences[base],
    url: platform.url,
  })
  return ((await read(client.call(`${base}/people/${person}`))) as { files: Record<string, unknown[]> }).files
}

/** Anna looks for what Ben has; both stand at the same place, and have rung. */
beforeAll(async () => {
  folder = temporaryFolder()
  oneSignal = await startFakeOneSignal({ appId: APP_ID, apiKey: API_KEY })
  platform = await startPlatform({
    folder,
    environment: {
      PUSH_CHANNELS: `onesignal://${APP_ID}?server=${oneSignal.url}`,
      ONESIGNAL_API_KEY: API_KEY,
      ERASED_REFRESH_SECONDS: '1',
    },
  })
  anna = await aPerson('anna', 'annas-phone', 1)
  ben = await aPerson('ben', 'bens-phone', 2)
  const image = { 'content-type': 'image/png' }
  const brought = ben.call('images', '/assets', { method: 'POST', body: PICTURE, headers: image })
  picture = ((await read(brought)) as { id: string }).id
  search = await anna.carries('searches', ['bicycle'], RADIUS_METERS)
  offer = await ben.carries('offers', ['bicycle'], RADIUS_METERS)
  await anna.isAt(HERE)
  await ben.isAt(HERE)
  await until('both rang', () => rung(1) === 1 && rung(2) === 1)
})

afterAll(async () => {
  await platform?.stop()
  await oneSignal?.stop()
})

test('Ben is given everything that is kept of him, and the day on which the last copy expires', async () => {
  const answer = await ben.call('accounts', '/accounts/people/me/export')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip'])
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  const text = (name: string) => Buffer.from(files[name] ?? []).toString()
  const json = (name: string): unknown => JSON.parse(text(name))
  expect(json('offers.json')).toMatchObject([{ id: offer, device: 'bens-phone' }])
  expect(json('searches.json')).toEqual([])
  expect(json('devices.json')).toMatchObject([{ device_id: 'bens-phone' }])
  expect(json('matches.json')).toMatchObject([{ search, offer, state: 'together' }])
  expect(json('positions.json')).toMatchObject([{ device_id: 'bens-phone', ...HERE }])
  expect(json('subscriptions.json')).toMatchObject([{ subscription_id: subscriptionOf(2) }])
  expect(json('rings.json')).toMatchObject([{ user: 'ben', state: 'sent' }])
  expect(json('pictures.json')).toMatchObject([{ id: picture }])
  const shown = await fetch(`${platform.url}/assets/${picture}/view.jpg`)
  expect(Buffer.from(files[`pictures/${picture}.jpg`] ?? [])).toEqual(Buffer.from(await shown.arrayBuffer()))
  const [, day = ''] = /expires on (\d{4}-\d\d-\d\d)/u.exec(text('README.txt')) ?? []
  expect(Date.parse(day)).toBeGreaterThan(Date.now() + 30 * DAY_MS)
  // Nothing of anybody else but the ids of what he met.
  expect(Object.keys(files).map(text).join('\n')).not.toMatch(/anna/u)
})

test('Ben gives a second phone away: it rings for him no more, and what followed it stands still', async () => {
  const tablet = await aPerson('ben', 'tablet', 3)
  const followed = await tablet.carries('searches', ['piano'], RADIUS_METERS)
  await tablet.isAt(HERE)
  await settled()
  expect((await ben.call('accounts', '/accounts/devices/tablet', { method: 'DELETE' })).status).toBe(204)
  expect(await read(ben.call('notifications', '/mappings'))).toMatchObject({
    items: [{ device_id: 'bens-phone' }],
  })
  expect(await read(ben.call('storage', `/store/searches/${followed}`))).toMatchObject({ active: false })
  expect((await keptOf('ben', '/matching'))['positions.json']).toMatchObject([{ device_id: 'bens-phone' }])
  const eve = await aPerson('eve', 'tablet', 3)
  expect((await eve.isAt(HERE)).status).toBe(200)
  await settled()
  expect((await keptOf('eve', '/matching'))['positions.json']).toMatchObject([{ device_id: 'tablet' }])
})

test('Ben deletes his account: it is gone at once, everywhere', async () => {
  const json = JSON.stringify({})
  const answer = await ben.call('accounts', '/accounts/people/me', { method: 'DELETE', body: json })
  expect(await answer.json()).toMatchObject({ pending: [] })
  for (const base of ['/deliveries', '/matching', '/store', '/images'] as const) {
    expect(Object.values(await keptOf('ben', base)).flat(), base).toEqual([])
  }
  expect((await fetch(`${platform.url}/store/offers/${offer}`)).status).toBe(404)
  expect((await fetch(`${platform.url}/assets/${picture}/view.jpg`)).status).toBe(404)
  expect(await read(anna.call('storage', `/store/searches/${search}/matches`))).toEqual({ items: [] })
  expect(await read(anna.call('notifications', '/deliveries'))).toEqual({ items: [] })
})

test('tokens from before are refused by every station', async () => {
  for (const [station, path] of [
    ['storage', '/store/offers'],
    ['notifications', '/mappings'],
    ['accounts', '/accounts/devices'],
    ['matching', '/matching/blocks'],
  ] as const) {
    await expect.poll(async () => (await ben.call(station, path)).status, { message: station }).toBe(401)
  }
  const bring = () => ben.call('images', '/assets', { method: 'POST', body: PICTURE })
  await expect.poll(async () => (await bring()).status).toBe(401)
})

test('nothing is done after copies of what Ben’s phone sent, whoever brings them back', async () => {
  const old = (await readBus(platform)).filter(({ data }) => data.meta.person === 'ben')
  expect(old.length).toBeGreaterThan(0)
  const bus = await openBusWriter(platform.busUrl)
  const again: PushEvent[] = old.flatMap((event) => [
    { ...event, id: `again-${event.id}`, time: new Date().toISOString() },
    { ...event, replay: 'a-replay', time: new Date().toISOString() },
  ])
  await bus.publish(
    EVENTS.name,
    again.map((event) => ({ key: event.subject ?? '', value: JSON.stringify(event), timestamp: Date.now() })),
  )
  await bus.close()
  expect((await ben.isAt(HERE)).status).toBe(200)
  await settled()
  expect((await keptOf('ben', '/matching'))['positions.json']).toEqual([])
  expect([rung(1), rung(2)]).toEqual([1, 1])
})
