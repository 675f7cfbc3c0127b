import { expect, test } from 'vitest'
import { snapToGrid } from '#lib/geo/snap.ts'
import type { MatchList } from '#lib/service-client/match-list.ts'
import { openKafidx } from '../open-kafidx.fixture.ts'
import type { TailTotals } from '../open-tail.ts'
import type { VeiledEvent } from '../open-veil.ts'

interface Frame {
  readonly at: number
  readonly rates: Readonly<Record<string, number>>
  readonly totals: TailTotals
  readonly events: readonly VeiledEvent[]
  readonly matches: MatchList
}

function readFrame(json: string): Frame {
  return JSON.parse(json) as Frame
}

const PLACE = { lat: 52.520_123, lng: 13.405_456 }
const GEO = { di: 'phone-of-anna', lt: String(PLACE.lat), lg: String(PLACE.lng) }

test('gives only pseudonyms, grid positions and types of events', async () => {
  const { publish, follow } = await openKafidx()
  const { frames, text } = await follow('/kafidx/live', readFrame)
  const geo = { device: 'phone-of-anna', city: 'Berlin', ip: '198.51.100.0', params: GEO }
  await publish([geo, geo, { type: 'w', device: 'phone-of-bob', params: { q: 'a secret wish' } }])
  await expect.poll(() => frames.flatMap(({ events }) => events).length).toBe(3)
  const events = frames.flatMap((frame) => frame.events)
  const [first, second] = events.filter(({ type }) => type === 'geo')
  const wish = events.find(({ type }) => type === 'w')
  expect(first).toEqual({
    time: expect.any(String),
    type: 'geo',
    device: expect.stringMatching(/^[0-9a-f]{6}$/u),
    city: 'Berlin',
    at: snapToGrid(PLACE),
  })
  expect(second?.device).toBe(first?.device)
  expect(wish?.device).toMatch(/^[0-9a-f]{6}$/u)
  expect(wish?.device).not.toBe(first?.device)
  expect(wish).not.toHaveProperty('at')
  expect(text()).not.toMatch(/phone-of|52\.520123|13\.405456|198\.51|secret/u)
})

test('a device has different pseudonyms in different processes', async () => {
  const names = [await openKafidx(), await openKafidx()].map(async ({ publish, follow }) => {
    const { frames } = await follow('/kafidx/live', readFrame)
    await publish([{ device: 'phone-1' }])
    await expect.poll(() => frames.flatMap(({ events }) => events).length).toBe(1)
    return frames.flatMap(({ events }) => events)[0]?.device
  })
  expect(new Set(await Promise.all(names)).size).toBe(2)
})

test.each([
  ['no place', { di: 'phone-1' }],
  ['the null island', { di: 'phone-1', lt: 0, lg: 0 }],
  ['a place off the globe', { di: 'phone-1', lt: 91, lg: 0 }],
  ['text for a place', { di: 'phone-1', lt: '<b>', lg: '' }],
])('draws nothing for %s', async (_, params) => {
  const { publish, follow } = await openKafidx()
  const { frames } = await follow('/kafidx/live', readFrame)
  await publish([{ params }])
  await expect.poll(() => frames.flatMap(({ events }) => events).length).toBe(1)
  expect(frames.flatMap(({ events }) => events)[0]).not.toHaveProperty('at')
})

test('gives each match once to each viewer: first the recent ones, then new ones', async () => {
  const { beginMatch, follow } = await openKafidx()
  const before = await beginMatch({ foundAt: 1_000 })
  const { frames } = await follow('/kafidx/live', readFrame)
  const found = () => frames.flatMap(({ matches }) => matches).map(({ id }) => id)
  await expect.poll(found).toEqual([before])
  const after = await beginMatch({ foundAt: 2_000 })
  await expect.poll(found).toEqual([before, after])
  const later = await follow('/kafidx/live', readFrame)
  await expect
    .poll(() => later.frames.flatMap(({ matches }) => matches).map(({ id }) => id))
    .toEqual([after, before])
  const count = frames.length
  await expect.poll(() => frames.length).toBeGreaterThan(count + 2)
  expect(found()).toEqual([before, after])
})

test('counts all events, also those that are not shown', async () => {
  const { publish, follow } = await openKafidx()
  const { frames } = await follow('/kafidx/live', readFrame)
  await publish(Array.from({ length: 300 }, () => ({ params: GEO })))
  await expect.poll(() => frames.at(-1)?.totals.events).toBe(300)
  await expect.poll(() => frames.at(-1)?.rates).toEqual({ geo: 30 })
  expect(Math.max(...frames.map(({ events }) => events.length))).toBe(40)
})

test('works without matching', async () => {
  const { publish, follow, lose } = await openKafidx()
  await lose('matching')
  const { frames } = await follow('/kafidx/live', readFrame)
  await publish([{ params: GEO }])
  await expect.poll(() => frames.flatMap(({ events }) => events).length).toBe(1)
})
