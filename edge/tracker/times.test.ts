import { beforeAll, describe, expect, test } from 'vitest'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import { openTrackerWorld, type TrackerWorld } from './open-tracker-world.fixture.ts'

const AT_MS = Date.UTC(2026, 9, 1, 8)

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
  return () => world.close()
})

function post(path: string, body: object, headers: Record<string, string> = {}): [string, RequestInit] {
  return [
    path,
    {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    },
  ]
}

const PLACE = { di: 'phone-1', lt: 1, lg: 2 }

/** How each form carries a place with a time; a number becomes text in forms that have only text. */
const FORMS: readonly (readonly [string, (time: unknown) => [string, RequestInit]])[] = [
  ['a query', (time) => [`/t/geo?di=phone-1&lt=1&lg=2&ts=${encodeURIComponent(String(time))}`, {}]],
  ['a pixel', (time) => [`/t/geo.gif?di=phone-1&lt=1&lg=2&ts=${encodeURIComponent(String(time))}`, {}]],
  ['a plain event', (ts) => post('/v1/events', { type: 'geo', ts, params: PLACE })],
  ['its params', (ts) => post('/v1/events', { type: 'geo', params: { ...PLACE, ts } })],
  [
    'a CloudEvent',
    (time) =>
      post('/v1/events', { specversion: '1.0', id: 'x', source: '/', type: 'geo', time, data: PLACE }),
  ],
  [
    'a CloudEvent in binary mode',
    (time) =>
      post('/v1/events', PLACE, {
        'ce-specversion': '1.0',
        'ce-id': 'x',
        'ce-source': '/',
        'ce-type': 'geo',
        'ce-time': String(time),
      }),
  ],
  ['a batch', (ts) => post('/v1/batch', { batch: [{ type: 'geo', ts, params: PLACE }] })],
  [
    'a message of Segment',
    (timestamp) =>
      post('/v1/track', { event: 'geo', anonymousId: 'phone-1', timestamp, properties: { lt: 1, lg: 2 } }),
  ],
  ['OwnTracks', (tst) => post('/owntracks?d=phone-1', { _type: 'location', lat: 1, lon: 2, tst })],
  [
    'Overland',
    (timestamp) =>
      post('/overland', {
        locations: [{ geometry: { coordinates: [2, 1] }, properties: { device_id: 'phone-1', timestamp } }],
      }),
  ],
  ["Traccar Client's JSON", (timestamp) => post('/', [{ id: 'phone-1', lat: 1, lon: 2, timestamp }])],
  [
    "OsmAnd's query",
    (time) => [`/osmand?id=phone-1&lat=1&lon=2&timestamp=${encodeURIComponent(String(time))}`, {}],
  ],
]

async function sent(call: [string, RequestInit]): Promise<TrackedEvent> {
  const response = await world.tracker().request(...call, {})
  expect(response.status).toBe(200)
  const [event, ...more] = await world.kept()
  expect(more).toEqual([])
  expect(event).toMatchObject({ type: 'geo', device: 'phone-1' })
  if (event === undefined) throw new Error('Cannot look at the event: there is none')
  return event
}

describe.each(FORMS)('in %s', (_what, call) => {
  test.each([
    [new Date(AT_MS).toISOString(), []],
    ['2026-10-01T01:00:00-0700', []],
    ['2026-10-01T10:00:00+02:00', []],
    ['2026-10-01 08:00:00', ['time-zone-guessed']],
    ['2026-10-01t08:00:00,000z', []],
  ])('the time %s is read', async (time, quality) => {
    expect(await sent(call(time))).toMatchObject({ time: AT_MS, quality })
  })

  test('seconds and milliseconds are distinguished, as numbers and as text', async () => {
    for (const time of [AT_MS, AT_MS / 1_000, String(AT_MS), String(AT_MS / 1_000), AT_MS * 1_000]) {
      expect([time, (await sent(call(time))).time]).toEqual([time, AT_MS])
    }
  })

  test.each([
    '',
    'soon',
    '2026-02-30T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    0,
    '1e3',
    'NaN',
  ])('a place with the time %j is kept, with the time of receipt', async (time) => {
    const event = await sent(call(time))
    expect(event).toMatchObject({ time: event.receivedAt, quality: ['time-unreadable'] })
  })
})

test('a plus in a query, which is decoded to a space, is read as a plus', async () => {
  for (const path of ['/t/geo?di=phone-1&lt=1&lg=2&ts=', '/osmand?id=phone-1&lat=1&lon=2&timestamp=']) {
    const event = await sent([`${path}2026-10-01T10:00:00+02:00`, {}])
    expect(event).toMatchObject({ time: AT_MS, quality: [] })
  }
})

test.each([null, undefined])('%s in JSON means the time of receipt', async (ts) => {
  const event = await sent(post('/v1/events', { type: 'geo', ts, params: PLACE }))
  expect(event).toMatchObject({ time: event.receivedAt, quality: [] })
})

test('two equal places with unreadable times are two events', async () => {
  const place = { type: 'geo', ts: 'soon', params: PLACE }
  await world.tracker().request(...post('/v1/batch', [place, place]), {})
  expect(new Set((await world.kept()).map(({ id }) => id)).size).toBe(2)
})

describe('the clock of a batch', () => {
  const ts = AT_MS
  const batchSent = (sentAt: unknown) =>
    sent(post('/v1/batch', { sentAt, batch: [{ type: 'geo', ts, params: PLACE }] }))

  test.each(['soon', '', null, {}, 0, '0001-01-01T00:00:00Z'])(
    'that is not a time, %j, corrects no event and refuses none',
    async (sentAt) => {
      expect(await batchSent(sentAt)).toMatchObject({ time: ts, quality: [] })
    },
  )

  test.each([
    AT_MS + 60_000,
    (AT_MS + 60_000) / 1_000,
    String(AT_MS + 60_000),
    '2026-10-01T08:01:00+0000',
    '2026-10-01 10:01:00+02',
  ])('can be %j', async (sentAt) => {
    const { time, receivedAt } = await batchSent(sentAt)
    expect(time).toBe(receivedAt - 60_000)
  })
})
