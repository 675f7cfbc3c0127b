import { describe, expect, test } from 'vitest'
import { NOTICES } from '#lib/event-bus/topics.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { liveFrameSchema, type LiveFrame } from '#lib/service-client/live-frame.ts'
import { openKafidx, type Kafidx } from '../open-kafidx.fixture.ts'

const PLACE = { lat: 52.520_123, lng: 13.405_456 }
const GEO = { di: 'phone-of-anna', lt: String(PLACE.lat), lg: String(PLACE.lng) }

async function nowOf({ call }: Pick<Kafidx, 'call'>): Promise<LiveFrame> {
  const response = await call('/kafidx/now')
  expect(response.status).toBe(200)
  return liveFrameSchema.parse(await response.json())
}

/** Waits until kafidx has counted so many events, and gives the frame. */
async function nowAfter(kafidx: Kafidx, count: number): Promise<LiveFrame> {
  await expect.poll(async () => (await nowOf(kafidx)).totals.events).toBe(count)
  return nowOf(kafidx)
}

describe('GET /kafidx/now', () => {
  test('gives an empty frame before anything happens', async () => {
    const kafidx = await openKafidx()
    const before = Date.now()
    const { at, ...frame } = await nowOf(kafidx)
    expect(at).toBeGreaterThanOrEqual(before)
    expect(frame).toEqual({
      rates: {},
      totals: { events: 0, matches: 0, rings: 0 },
      events: [],
      matches: [],
    })
  })

  test('gives events with pseudonyms and snapped places, oldest first, and nothing else of them', async () => {
    const kafidx = await openKafidx()
    const geo = { device: 'phone-of-anna', city: 'Berlin', ip: '198.51.100.0', params: GEO }
    await kafidx.publish([geo])
    await nowAfter(kafidx, 1)
    await kafidx.publish([{ type: 'w', device: 'phone-of-bob', params: { q: 'a secret wish' } }])
    const { events } = await nowAfter(kafidx, 2)
    const pseudonym = expect.stringMatching(/^[0-9a-f]{6}$/u)
    expect(events).toEqual([
      { time: expect.any(String), type: 'geo', device: pseudonym, city: 'Berlin', at: snapToGrid(PLACE) },
      { time: expect.any(String), type: 'w', device: pseudonym, city: '' },
    ])
    expect(events[0]?.device).not.toBe(events[1]?.device)
    const text = await (await kafidx.call('/kafidx/now')).text()
    expect(text).not.toMatch(/phone-of|52\.520123|13\.405456|198\.51|secret/u)
  })

  test('gives a phone the pseudonym that it has in /kafidx/live: the page shows both', async () => {
    const kafidx = await openKafidx()
    const { frames } = await kafidx.follow('/kafidx/live', (json) => JSON.parse(json) as LiveFrame)
    await kafidx.publish([{ device: 'phone-1' }])
    const { events } = await nowAfter(kafidx, 1)
    await expect.poll(() => frames.flatMap((frame) => frame.events).length).toBe(1)
    expect(events.map(({ device }) => device)).toEqual(
      frames.flatMap((frame) => frame.events).map(({ device }) => device),
    )
  })

  test('gives the last events only, and counts all', async () => {
    const kafidx = await openKafidx()
    // One device, so one partition, in order.
    await kafidx.publish(Array.from({ length: 120 }, (_, n) => ({ type: 'w', city: `city ${n}` })))
    const { events } = await nowAfter(kafidx, 120)
    expect(events.map(({ city }) => city)).toEqual(Array.from({ length: 50 }, (_, n) => `city ${70 + n}`))
  })

  test('shows no notices, but counts their matches', async () => {
    const kafidx = await openKafidx()
    await kafidx.publish([{ type: 'match.found', device: 'pair' }], NOTICES.name)
    await expect.poll(async () => (await nowOf(kafidx)).totals.matches).toBe(1)
    expect((await nowOf(kafidx)).events).toEqual([])
  })

  test('gives the last nine matches, newest first', async () => {
    const kafidx = await openKafidx()
    const ids: string[] = []
    for (let n = 0; n < 11; n += 1) ids.push(await kafidx.beginMatch({ foundAt: 1_000 * (n + 1) }))
    const { matches } = await nowOf(kafidx)
    expect(matches.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 9))
  })

  test('is 200 without matches while matching is away', async () => {
    const kafidx = await openKafidx()
    await kafidx.beginMatch()
    await kafidx.publish([{ params: GEO }])
    await nowAfter(kafidx, 1)
    await kafidx.lose('matching')
    const { events, matches } = await nowOf(kafidx)
    expect([events.length, matches]).toEqual([1, []])
  })

  test('is for services and those who look after the platform', async () => {
    const { statusFor } = await openKafidx()
    expect(await statusFor('/kafidx/now', undefined)).toBe(401)
    expect(await statusFor('/kafidx/now', 'person')).toBe(403)
    for (const role of ['service', 'operate', 'admin'] as const)
      expect([role, await statusFor('/kafidx/now', role)]).toEqual([role, 200])
  })
})
