import { beforeEach, expect, test } from 'vitest'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await openWorld()
  id = await world.write('offers', 'anna')
})

const notify = (as: string, other = id) => world.call(`POST /store/offers/${other}/notify`, { as })

test('202: the tracker is told each time, and it stays as it is', async () => {
  const before = await world.subjects.find(id)
  expect((await notify('anna')).status).toBe(202)
  expect((await notify('service:actions')).status).toBe(202)
  expect(await world.subjects.find(id)).toEqual(before)
  await expect
    .poll(async () => (await world.told()).map(({ params }) => params['action']))
    .toEqual(['create', 'notify', 'notify'])
})

test('412 where If-Match names another state, and nobody is told', async () => {
  const headers = { 'if-match': '"2"' }
  const response = await world.call(`POST /store/offers/${id}/notify`, { as: 'anna', headers })
  expect(await problemIn(response)).toEqual({ status: 412, code: 'stale', field: 'If-Match' })
  const current = await world.call(`POST /store/offers/${id}/notify`, {
    as: 'anna',
    headers: { 'if-match': '"1"' },
  })
  expect(current.status).toBe(202)
  await expect
    .poll(async () => (await world.told()).map(({ params }) => params['action']))
    .toEqual(['create', 'notify'])
})

test('401 without a token, 403 for the offer of somebody else, 404 for none', async () => {
  expect((await world.call(`POST /store/offers/${id}/notify`)).status).toBe(401)
  expect(await problemIn(await notify('ben'))).toEqual({ status: 403, code: 'not_yours' })
  expect(await problemIn(await notify('anna', 'nothing'))).toEqual({ status: 404, code: 'not_found' })
  const hidden = await world.write('offers', 'anna', { active: false })
  expect(await problemIn(await notify('ben', hidden))).toEqual({ status: 404, code: 'not_found' })
})
