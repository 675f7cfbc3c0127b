import { expect, test } from 'vitest'
import { NOTICES } from '#lib/event-bus/topics.ts'
import { openKafidx } from '../open-kafidx.fixture.ts'
import type { ShownRow } from '../show-row.ts'

interface Frame {
  readonly rows: readonly ShownRow[]
  readonly counts: Readonly<Record<string, number>>
  readonly dropped?: number
}

function readFrame(json: string): Frame {
  return JSON.parse(json) as Frame
}

const HOSTILE = '<script>alert(1)</script>'

function totalsOf(frames: readonly Frame[]): Record<string, number> {
  const totals: Record<string, number> = {}
  for (const { counts } of frames)
    for (const [type, count] of Object.entries(counts)) totals[type] = (totals[type] ?? 0) + count
  return totals
}

function sumOf(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

test('shows new records of both topics, with partition and offset', async () => {
  const { publish, follow } = await openKafidx()
  await publish([{ device: 'before' }])
  const { frames } = await follow('/kafidx/tail', readFrame)
  await publish([{ device: 'phone-7', city: 'Berlin', params: { lt: '52.5', n: 1 } }])
  await publish([{ type: 'match.found', device: 'pair' }], NOTICES.name)
  await expect.poll(() => frames.flatMap(({ rows }) => rows).length).toBe(2)
  const rows = frames.flatMap((frame) => frame.rows)
  expect(rows.find(({ topic }) => topic === 'push.events')).toEqual({
    time: expect.stringMatching(/Z$/u),
    topic: 'push.events',
    type: 'geo',
    place: expect.stringMatching(/^\d+:\d+$/u),
    source: '/tracker/local',
    device: 'phone-7',
    city: 'Berlin',
    klag: 3,
    params: '{"lt":"52.5","n":1}',
  })
  expect(rows.find(({ topic }) => topic === NOTICES.name)).toMatchObject({
    type: 'match.found',
    device: 'pair',
  })
})

test('shows one type on request', async () => {
  const { publish, follow } = await openKafidx()
  const { frames } = await follow('/kafidx/tail?type=w', readFrame)
  await publish([{ type: 'geo' }, { type: 'w' }, { type: 'srch' }, { type: 'w' }])
  await expect.poll(() => totalsOf(frames)).toEqual({ w: 2 })
})

test('begins with the last records on request, and does not count them', async () => {
  const { publish, follow } = await openKafidx()
  const first = await follow('/kafidx/tail', readFrame)
  await publish([{ type: 'geo' }, { type: 'w', params: { n: 1 } }, { type: 'w', params: { n: 2 } }])
  await expect.poll(() => first.frames.flatMap(({ rows }) => rows).length).toBe(3)
  const { frames } = await follow('/kafidx/tail?type=w&recent=true', readFrame)
  await expect.poll(() => frames.flatMap(({ rows }) => rows).length).toBe(2)
  expect(new Set(frames[0]?.rows.map(({ params }) => params))).toEqual(new Set(['{"n":1}', '{"n":2}']))
  expect(totalsOf(frames)).toEqual({})
})

test('shows the newest rows of a burst, and counts each of the others once', async () => {
  const { publish, follow } = await openKafidx()
  const { frames } = await follow('/kafidx/tail?max=5', readFrame)
  // One device, so one partition, in order.
  const burst = Array.from({ length: 400 }, (_, n) => ({ type: n % 4 === 0 ? 'w' : 'geo', params: { n } }))
  await publish(burst)
  await expect.poll(() => totalsOf(frames)).toEqual({ geo: 300, w: 100 })
  const rows = frames.flatMap((frame) => frame.rows)
  expect(rows.at(-1)?.params).toBe('{"n":399}')
  expect(rows.length + sumOf(frames.map(({ dropped }) => dropped))).toBe(400)
  expect(Math.max(...frames.map((frame) => frame.rows.length))).toBe(5)
})

test('a long value is cut at 4 KiB', async () => {
  const { publish, follow } = await openKafidx()
  const { frames } = await follow('/kafidx/tail', readFrame)
  await publish([{ params: { long: 'x'.repeat(10_000) } }])
  await expect.poll(() => frames[0]?.rows[0]?.params.length).toBe(4_096)
})

test('never shows a client address', async () => {
  const { publish, follow } = await openKafidx()
  const { frames, text } = await follow('/kafidx/tail', readFrame)
  await publish([{ ip: '198.51.100.0' }])
  await expect.poll(() => frames.length).toBe(1)
  expect(text()).not.toContain('198.51')
})

test('hostile text stays text: JSON on the wire, escaped on the page', async () => {
  const { publish, follow, call } = await openKafidx()
  const { frames } = await follow('/kafidx/tail', readFrame)
  await publish([{ type: HOSTILE, params: { name: `${HOSTILE}\n\ndata: forged` } }])
  await expect.poll(() => frames.length).toBe(1)
  expect(frames[0]?.rows[0]).toMatchObject({ type: HOSTILE })
  const page = await (await call(`/kafidx?type=${encodeURIComponent(`">${HOSTILE}`)}`)).text()
  expect(page).not.toContain(HOSTILE)
  expect(page).toContain('&quot;>&lt;script>')
})

test.each([
  ['max=0', 'max'],
  ['max=51', 'max'],
  ['max=many', 'max'],
  [`type=${'x'.repeat(65)}`, 'type'],
])('a filter that cannot be (%s) is 400 and named', async (query, field) => {
  const { call } = await openKafidx()
  const response = await call(`/kafidx/tail?${query}`)
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field })])
})

test('ignores records that are not our events', async () => {
  const { publish, follow } = await openKafidx()
  const { frames } = await follow('/kafidx/tail', readFrame)
  // A record without a type is not our event.
  await publish([{ type: 7 as unknown as string }, { device: 'after' }])
  await expect
    .poll(() => frames.flatMap(({ rows }) => rows))
    .toEqual([expect.objectContaining({ device: 'after' })])
})
