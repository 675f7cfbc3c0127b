import { beforeEach, expect, test } from 'vitest'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await openWorld()
  id = await world.write('offers', 'anna')
})

const remove = (as: string, over: { id?: string; headers?: Record<string, string> } = {}) =>
  world.call(`DELETE /store/offers/${over.id ?? id}`, { as, ...(over.headers && { headers: over.headers }) })

test('204: it is gone at once, and the tracker is told', async () => {
  const response = await remove('anna')
  expect([response.status, await response.text()]).toEqual([204, ''])
  expect(await world.subjects.find(id)).toBeUndefined()
  await expect
    .poll(async () =>
      (await world.told()).map(({ type, params }) => [type, params['action'], params['isact']]),
    )
    .toEqual([
      ['offr', 'create', true],
      ['offr', 'delete', false],
    ])
})

test('204 under the state that was read, or any', async () => {
  expect((await remove('anna', { headers: { 'if-match': '"1"' } })).status).toBe(204)
  const other = await world.write('offers', 'anna')
  expect((await remove('admin', { id: other, headers: { 'if-match': '*' } })).status).toBe(204)
})

test('401 without a token, 403 for the offer of somebody else: it stays', async () => {
  expect((await world.call(`DELETE /store/offers/${id}`)).status).toBe(401)
  expect(await problemIn(await remove('ben'))).toEqual({ status: 403, code: 'not_yours' })
  expect(await world.subjects.find(id)).toBeDefined()
})

test('404 the second time, for what is of the other kind, and for others while it is switched off', async () => {
  const missing = { status: 404, code: 'not_found' }
  const hidden = await world.write('offers', 'anna', { active: false })
  const search = await world.write('searches', 'anna')
  expect(await problemIn(await remove('ben', { id: hidden }))).toEqual(missing)
  expect(await problemIn(await remove('anna', { id: search }))).toEqual(missing)
  await remove('anna')
  expect(await problemIn(await remove('anna'))).toEqual(missing)
})

test('412 for another state than the one kept: it stays', async () => {
  const response = await remove('anna', { headers: { 'if-match': '"2"' } })
  expect(await problemIn(response)).toEqual({ status: 412, code: 'stale', field: 'If-Match' })
  expect(await world.subjects.find(id)).toBeDefined()
})

test('of several who delete at once one does', async () => {
  const statuses = await Promise.all([1, 2, 3].map(async () => (await remove('anna')).status))
  expect(statuses.filter((status) => status === 204)).toHaveLength(1)
  for (const status of statuses) expect([204, 404, 412]).toContain(status)
})
