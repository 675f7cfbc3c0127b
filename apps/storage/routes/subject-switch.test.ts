import { beforeEach, expect, test } from 'vitest'
import { aTag, openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await openWorld()
  id = await world.write('searches', 'anna')
})

const turn = (verb: 'activate' | 'deactivate', as = 'anna', over: { id?: string; etag?: string } = {}) =>
  world.call(`POST /store/searches/${over.id ?? id}/${verb}`, {
    as,
    ...(over.etag !== undefined && { headers: { 'if-match': over.etag } }),
  })

test('200: switched off it is nobody else’s business, switched on again it is', async () => {
  const off = await turn('deactivate')
  expect([off.status, off.headers.get('etag')]).toEqual([200, aTag(2)])
  expect(await off.json()).toMatchObject({ id, active: false })
  expect((await world.call(`GET /store/searches/${id}`)).status).toBe(404)
  expect(await (await turn('activate')).json()).toMatchObject({ id, active: true })
  expect((await world.call(`GET /store/searches/${id}`)).status).toBe(200)
  await expect
    .poll(async () => (await world.told()).map(({ params }) => [params['action'], params['isact']]))
    .toEqual([
      ['create', true],
      ['setact', false],
      ['setact', true],
    ])
})

test('200: what is so already stays as it is, and nobody is told', async () => {
  const response = await turn('activate')
  expect([response.status, response.headers.get('etag')]).toEqual([200, aTag(1)])
  await turn('deactivate')
  await expect.poll(async () => (await world.told()).length).toBe(2)
})

test('200 with the header of JSON and no body, as some clients send', async () => {
  const headers = { 'content-type': 'application/json' }
  const response = await world.call(`POST /store/searches/${id}/deactivate`, { as: 'anna', headers })
  expect(response.status).toBe(200)
})

test('401 without a token, 403 for the search of somebody else', async () => {
  expect((await world.call(`POST /store/searches/${id}/deactivate`)).status).toBe(401)
  expect(await problemIn(await turn('deactivate', 'ben'))).toEqual({ status: 403, code: 'not_yours' })
  expect((await world.subjects.find(id))?.active).toBe(true)
})

test('404 for others while it is switched off', async () => {
  await turn('deactivate')
  expect(await problemIn(await turn('activate', 'ben'))).toEqual({ status: 404, code: 'not_found' })
})

test('405 for another method', async () => {
  const response = await world.call(`GET /store/searches/${id}/activate`)
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
})

test('409 when it would be one active search too many', async () => {
  await turn('deactivate')
  for (let count = 0; count < 50; count += 1) await world.write('offers', 'anna')
  const problem = { status: 409, code: 'too_many_active', field: 'active' }
  expect(await problemIn(await turn('activate'))).toEqual(problem)
  // For an admin as well: the limit is the owner's.
  expect(await problemIn(await turn('activate', 'admin'))).toEqual(problem)
})

test('409 for the 40 that are too many of 90 that are switched on at once', async () => {
  const ids = await Promise.all(
    Array.from({ length: 90 }, () => world.write('searches', 'ben', { active: false })),
  )
  const statuses = await Promise.all(
    ids.map(async (each) => (await turn('activate', 'ben', { id: each })).status),
  )
  expect(statuses.filter((status) => status === 200)).toHaveLength(50)
  expect(statuses.filter((status) => status === 409)).toHaveLength(40)
})

test('412 for another state than the one kept', async () => {
  expect(await problemIn(await turn('deactivate', 'anna', { etag: '"2"' }))).toEqual({
    status: 412,
    code: 'stale',
    field: 'If-Match',
  })
  expect((await turn('deactivate', 'anna', { etag: '"1"' })).status).toBe(200)
})
