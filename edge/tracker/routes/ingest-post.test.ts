import { afterAll, beforeAll, expect, test } from 'vitest'
import { signServiceToken } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { LIMITS, openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'
import type { TrackerOptions } from '../options.ts'

let world: TrackerWorld
let entry: string

beforeAll(async () => {
  world = await openTrackerWorld()
  // An entry as the app makes it.
  await world.tracker().request('/t/w?n=1', {}, {})
  ;[entry = ''] = await world.entries()
})
afterAll(() => world.close())

async function ingest(body: string, service = 'tracker', over: Partial<TrackerOptions> = {}) {
  const token = await signServiceToken(world.keys, service, 'tracker')
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  return world.tracker(over).request('/v1/ingest', { method: 'POST', headers, body }, {})
}

test('200: entries of an edge tracker are in the stream unchanged', async () => {
  const unreadable = JSON.stringify({ bad: 'no JSON', s: '/tracker/x', r: 1, o: 'osmand', b: 'rubbish' })
  const response = await ingest(`${entry}\n\n${unreadable}\n`)
  expect([response.status, response.headers.get('push-ack')]).toEqual([200, 'stream'])
  expect(await response.json()).toEqual({ kept: 2 })
  expect(await world.entries()).toEqual([entry, unreadable])
})

test('400: if one line is not an entry, none is kept; the answer names the line', async () => {
  for (const line of ['no json', '{}', '[1]', 'null']) {
    const response = await ingest(`${entry}\n${line}`)
    expect([response.status, (await response.json()).field]).toEqual([400, 'line 2'])
  }
  expect(await world.entries()).toEqual([])
})

test('401 without a token, 403 for another service', async () => {
  const headers = { 'content-type': 'application/x-ndjson' }
  const nobody = await world.tracker().request('/v1/ingest', { method: 'POST', headers, body: entry }, {})
  expect(nobody.status).toBe(401)
  expect((await ingest(entry, 'storage')).status).toBe(403)
  expect(await world.entries()).toEqual([])
})

test('200: as many entries as in the longest report of a phone, even if that is longer than a batch', async () => {
  const limits = { ...LIMITS, phoneEventsMax: 8, phoneBytesMax: LIMITS.batchBytesMax * 2 }
  const response = await ingest(`${entry}\n`.repeat(8), 'tracker', { limits })
  expect(await response.json()).toEqual({ kept: 8 })
  expect(await world.entries()).toHaveLength(8)
})

test('413: more entries than the limits of a batch and a report', async () => {
  expect((await ingest(`${entry}\n`.repeat(6))).status).toBe(413)
  expect(await world.entries()).toEqual([])
})

test('503: it never spools', async () => {
  const keeper = {
    keep: () => Promise.resolve('spool' as const),
    keepInStream: () => Promise.reject(new UnavailableError('Cannot append: disk full')),
  }
  const response = await ingest(entry, 'tracker', { keeper })
  expect([response.status, response.headers.get('push-ack')]).toEqual([503, null])
})
