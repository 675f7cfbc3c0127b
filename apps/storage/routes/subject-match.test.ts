import { beforeEach, expect, test } from 'vitest'
import { aDraft, openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World
let search: string
let offer: string

beforeEach(async () => {
  world = await openWorld()
  search = await world.write('searches', 'anna')
  offer = await world.write('offers', 'ben', { keywords: ['car'] })
})

const match = (as: string | undefined, other: unknown, id = search) =>
  world.call(`POST /store/searches/${id}/match`, { ...(as !== undefined && { as }), json: { other } })

test('200: says which condition fails, and begins the match after an edit that makes the rule hold', async () => {
  const refused = await match('admin', offer)
  expect(refused.status).toBe(200)
  const conditions = expect.arrayContaining([
    { name: 'keywords', holds: false },
    { name: 'place', holds: true },
  ]) as unknown
  expect(await refused.json()).toMatchObject({ pairs: [{ search, offer, outcome: 'none', conditions }] })
  expect(await world.matches.currentOf([search])).toEqual([])
  const headers = { 'if-match': '*' }
  await world.call(`PUT /store/offers/${offer}`, { as: 'admin', json: aDraft(), headers })
  const response = await world.call(`POST /store/offers/${offer}/match`, {
    as: 'admin',
    json: { other: search },
  })
  expect(await response.json()).toMatchObject({ pairs: [{ search, offer, outcome: 'begun' }] })
  expect(await world.matches.currentOf([search])).toMatchObject([{ state: 'together' }])
})

test('the audit log says who was matched with what, and what came of it', async () => {
  await match('admin', offer)
  const [act] = await world.audit.list({ limit: 1 })
  expect(act).toMatchObject({
    route: '/store/searches/:id/match',
    params: { id: search },
    status: 200,
    change: { owner: 'anna', after: { matchedWith: offer, outcomes: ['none'] } },
  })
})

test('400 for itself or no id, 404 for what does not exist, with the field', async () => {
  for (const other of [search, '..', undefined])
    expect(await problemIn(await match('admin', other))).toMatchObject({ status: 400, field: 'other' })
  expect(await problemIn(await match('admin', 'nothing'))).toMatchObject({ status: 404, field: 'other' })
  expect(await problemIn(await match('admin', search, offer))).toEqual({ status: 404, code: 'not_found' })
})

test('401 without a token, 403 for its owner, an operator and a service, 503 without matching', async () => {
  expect((await match(undefined, offer)).status).toBe(401)
  for (const as of ['anna', 'operate', 'service:offers']) expect((await match(as, offer)).status).toBe(403)
  await world.lose('matching')
  expect((await match('admin', offer)).status).toBe(503)
})
