import { beforeEach, describe, expect, test } from 'vitest'
import { aTag, openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await openWorld()
  id = await world.write('offers', 'anna')
})

interface Turn {
  readonly as?: string
  readonly id?: string
  readonly headers?: Record<string, string>
}

const turn = (stage: unknown, { as = 'anna', id: other = id, headers = {} }: Turn = {}) =>
  world.call(`POST /store/offers/${other}/stage`, { as, json: { stage }, headers })
const told = async () => (await world.told()).map(({ params }) => [params['action'], params['isact']])

describe('200', () => {
  test('a reserved one is there for all, and opens again', async () => {
    const response = await turn('reserved')
    expect([response.status, response.headers.get('etag')]).toEqual([200, aTag(2)])
    expect(await response.json()).toMatchObject({ stage: 'reserved', active: true })
    expect(await (await world.call(`GET /store/offers/${id}`)).json()).toMatchObject({ stage: 'reserved' })
    expect(await (await turn('open')).json()).toMatchObject({ stage: 'open', active: true })
    await expect.poll(told).toEqual([
      ['create', true],
      ['update', true],
      ['update', true],
    ])
    expect((await world.subjects.history(id)).map(({ action }) => action)).toEqual([
      'update',
      'reserve',
      'create',
    ])
  })

  test('a settled one is off; it is on again once it opens, by whatever route', async () => {
    expect(await (await turn('settled')).json()).toMatchObject({ stage: 'settled', active: false })
    expect((await world.call(`GET /store/offers/${id}`)).status).toBe(404)
    expect(await (await turn('open')).json()).toMatchObject({ stage: 'open', active: true })
    await turn('settled')
    const on = await world.call(`POST /store/offers/${id}/activate`, { as: 'anna' })
    expect(await on.json()).toMatchObject({ stage: 'open', active: true })
    await turn('settled')
    const edited = await world.call(`PATCH /store/offers/${id}`, {
      as: 'anna',
      json: { active: true },
      headers: { 'if-match': '*' },
    })
    expect(await edited.json()).toMatchObject({ stage: 'open', active: true })
    await expect
      .poll(async () => (await told()).slice(0, 3))
      .toEqual([
        ['create', true],
        ['setact', false],
        ['setact', true],
      ])
  })

  test('one that was off before stays off when it is reserved and opens again', async () => {
    const off = await world.write('offers', 'anna', { active: false })
    await turn('reserved', { id: off })
    expect(await (await turn('open', { id: off })).json()).toMatchObject({ active: false })
  })

  test('one at this stage already stays as it is, and nobody is told', async () => {
    expect((await turn('open')).headers.get('etag')).toEqual(aTag(1))
    await turn('settled')
    expect((await turn('settled')).headers.get('etag')).toEqual(aTag(2))
    await expect.poll(told).toHaveLength(2)
  })

  test('a copy of a settled one is open', async () => {
    await turn('settled')
    const copy = await world.call(`POST /store/offers/${id}/copy`, { as: 'anna' })
    expect(await copy.json()).toMatchObject({ stage: 'open', active: false })
  })
})

test('400 for another stage, and for a stage in a draft, which is not changed by it', async () => {
  for (const stage of ['sold', '', null, 1, undefined])
    expect(await problemIn(await turn(stage))).toEqual({ status: 400, code: 'bad_field', field: 'stage' })
  await world.call(`PATCH /store/offers/${id}`, {
    as: 'anna',
    json: { stage: 'settled' },
    headers: { 'if-match': '*' },
  })
  expect((await world.subjects.find(id))?.stage).toBe('open')
})

test('401 without a token, 403 for the offer of somebody else, 404 for none', async () => {
  const bare = { json: { stage: 'settled' } }
  expect((await world.call(`POST /store/offers/${id}/stage`, bare)).status).toBe(401)
  expect(await problemIn(await turn('settled', { as: 'ben' }))).toEqual({ status: 403, code: 'not_yours' })
  expect(await problemIn(await turn('settled', { id: 'nothing' }))).toMatchObject({ status: 404 })
})

test('409 when it would be one active offer too many', async () => {
  await turn('settled')
  for (let count = 0; count < 50; count += 1) await world.write('offers', 'anna')
  expect(await problemIn(await turn('open'))).toMatchObject({ status: 409, code: 'too_many_active' })
})

test('412 where If-Match names another state', async () => {
  const headers = { 'if-match': '"2"' }
  expect(await problemIn(await turn('settled', { headers }))).toMatchObject({ status: 412 })
  expect((await turn('settled', { headers: { 'if-match': '"1"' } })).status).toBe(200)
})
