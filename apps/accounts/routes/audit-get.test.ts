import { expect, test } from 'vitest'
import { firstIdAt } from '#lib/ids/first-id-at.ts'
import { actsSchema } from '#lib/service-client/acts.ts'
import type { Act } from '#lib/store/audit.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

const NOON = Date.parse('2026-11-25T12:00:00Z')
const MINUTE_MS = 60_000

/** Stores an act that began some minutes after noon. */
async function anAct({ audit }: World, minutes: number, over: Partial<Act> = {}): Promise<string> {
  const id = firstIdAt(NOON + minutes * MINUTE_MS)
  await audit.begin({
    id,
    person: 'olga',
    role: 'admin',
    station: 'offers',
    method: 'POST',
    route: '/jobs/:id/run',
    params: { id: 'demo-city' },
    requestId: 'request-1',
    ip: '198.51.100.0',
    ...over,
  })
  return id
}

async function read({ call }: World, query = '', as = 'operate') {
  const response = await call(`GET /accounts/audit${query}`, { as })
  expect(response.headers.get('vary')).toBe('Accept')
  return actsSchema.parse(await response.json())
}

test('200: the changes by an admin with their status; reads are not listed', async () => {
  const world = await openWorld()
  await world.call('POST /accounts/write-keys', { as: 'admin', json: { name: 'Shop' } })
  const refused = await world.call('POST /accounts/write-keys', { as: 'admin', json: { name: '' } })
  await world.call('GET /accounts/write-keys', { as: 'admin' })
  const { items, next } = await read(world)
  expect(next).toBeUndefined()
  const act = {
    id: expect.any(String),
    at: expect.any(String),
    person: 'admin',
    role: 'admin',
    station: 'accounts',
    method: 'POST',
    route: '/accounts/write-keys',
    params: {},
    request_id: expect.any(String),
    ip: '127.0.0.0',
  }
  expect(items).toEqual([
    { ...act, status: 400, request_id: refused.headers.get('x-request-id') },
    { ...act, status: 201 },
  ])
})

test('200: in pages, newest first, with times, and without a status when there was no answer', async () => {
  const world = await openWorld()
  const ids = [await anAct(world, 0), await anAct(world, 1), await anAct(world, 2)]
  await world.audit.finish(ids[2] ?? '', 202)
  const first = await read(world, '?limit=2', 'admin')
  expect(first.items.map(({ at, status }) => [at, status])).toEqual([
    ['2026-11-25T12:02:00.000Z', 202],
    ['2026-11-25T12:01:00.000Z', undefined],
  ])
  const second = await read(world, `?limit=2&cursor=${first.next}`)
  expect([second.items.map(({ id }) => id), second.next]).toEqual([[ids[0]], undefined])
})

test('200: filtered by person, by station, and by time', async () => {
  const world = await openWorld()
  await anAct(world, 0)
  await anAct(world, 1, { person: 'otto' })
  await anAct(world, 2, { station: 'storage' })
  const chosen = async (query: string) => (await read(world, query)).items.map(({ at }) => at.slice(14, 16))
  expect(await chosen('?person=olga')).toEqual(['02', '00'])
  expect(await chosen('?station=offers')).toEqual(['01', '00'])
  expect(await chosen('?since=2026-11-25T13:01:00%2B01:00')).toEqual(['02', '01'])
  expect(await chosen('?since=2026-11-25')).toEqual(['02', '01', '00'])
  expect(await chosen('?since=2026-11-26')).toEqual([])
  expect(await chosen('?person=olga&station=storage&since=2026-11-25T12:01:00Z')).toEqual(['02'])
})

test('200: a table for browsers, with the input of callers escaped', async () => {
  const world = await openWorld()
  expect(await pageOf(world, '')).toContain('No changes found')
  await anAct(world, 0)
  await anAct(world, 1, { params: { id: '<script>alert(1)</script>' } })
  const page = await pageOf(world, '?limit=1&station=offers')
  expect(page).toMatch(/^<!doctype html><html lang="en">/iu)
  expect(page).toContain('&lt;script>alert(1)&lt;/script>')
  expect(page).not.toMatch(/<script(?! type="module" src="\/accounts\/public\/)/u)
  const [, older = ''] = /href="([^"]*cursor=[^"]*)"/u.exec(page) ?? []
  const before = await pageOf(world, older.replaceAll('&amp;', '&'))
  expect(before).toContain('demo-city')
  expect(before).not.toContain('alert(1)')
})

test.each([
  ['since=yesterday', 'since'],
  ['since=2026-13-01', 'since'],
  ['person=a%20b', 'person'],
  ['station=nowhere', 'station'],
  ['limit=1001', 'limit'],
  ['cursor=x', 'cursor'],
])('400 for ?%s', async (query, field) => {
  const { call } = await openWorld()
  const response = await call(`GET /accounts/audit?${query}`, { as: 'operate' })
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field })])
})

test('401 without a token, 403 for people and services', async () => {
  const { call } = await openWorld()
  expect((await call('GET /accounts/audit')).status).toBe(401)
  for (const as of ['anna', 'service:web'])
    expect((await call('GET /accounts/audit', { as })).status).toBe(403)
})

async function pageOf({ call }: World, query: string): Promise<string> {
  const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  const response = await call(`GET /accounts/audit${query}`, { as: 'operate', headers: { accept } })
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('vary')).toBe('Accept, Accept-Language, Cookie')
  return response.text()
}
