import { beforeEach, describe, expect, test } from 'vitest'
import { aTag, openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const DAY_MS = 24 * 3_600_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()
const renew = (id: string, as = 'anna', headers: Record<string, string> = {}) =>
  world.call(`POST /store/offers/${id}/renew`, { as, headers })
const endOf = async (response: Response) =>
  Date.parse(((await response.json()) as { validUntil: string }).validUntil)

describe('200', () => {
  test('one that is over is there again for two weeks, and the tracker is told', async () => {
    const id = await world.write('offers', 'anna')
    await world.expire(id)
    expect((await world.call(`GET /store/offers/${id}`)).status).toBe(404)
    const before = Date.now()
    const response = await renew(id)
    const after = Date.now()
    expect([response.status, response.headers.get('etag')]).toEqual([200, aTag(3)])
    const end = await endOf(response)
    expect(end).toBeGreaterThanOrEqual(before + 14 * DAY_MS)
    expect(end).toBeLessThanOrEqual(after + 14 * DAY_MS)
    expect((await world.call(`GET /store/offers/${id}`)).status).toBe(200)
    await expect
      .poll(async () => (await world.told()).map(({ params }) => params['action']))
      .toEqual(['create', 'update'])
  })

  test('never takes time away, and gives no end to one without, and nobody is told', async () => {
    const validUntil = inDays(20)
    const later = await world.write('offers', 'anna', { validUntil })
    expect(await (await renew(later)).json()).toMatchObject({ validUntil })
    const endless = await world.write('offers', 'anna')
    const response = await renew(endless)
    expect(response.headers.get('etag')).toEqual(aTag(1))
    expect(await response.json()).not.toHaveProperty('validUntil')
    await world.call(`POST /store/offers/${endless}/notify`, { as: 'anna' })
    await expect
      .poll(async () => (await world.told()).map(({ params }) => params['action']))
      .toEqual(['create', 'create', 'notify'])
  })

  test('one that is off stays off', async () => {
    const id = await world.write('offers', 'anna', { active: false, validUntil: inDays(1) })
    expect(await (await renew(id)).json()).toMatchObject({ active: false })
  })
})

test('401 without a token, 403 for the offer of somebody else, 404 for none', async () => {
  const id = await world.write('offers', 'anna')
  expect((await world.call(`POST /store/offers/${id}/renew`)).status).toBe(401)
  expect(await problemIn(await renew(id, 'ben'))).toEqual({ status: 403, code: 'not_yours' })
  expect(await problemIn(await renew('nothing'))).toEqual({ status: 404, code: 'not_found' })
})

test('409 when it would be one active offer too many', async () => {
  const id = await world.write('offers', 'anna')
  await world.expire(id)
  for (let count = 0; count < 50; count += 1) await world.write('offers', 'anna')
  expect(await problemIn(await renew(id))).toMatchObject({ status: 409, code: 'too_many_active' })
})

test('412 where If-Match names another state', async () => {
  const id = await world.write('offers', 'anna', { validUntil: inDays(1) })
  expect(await problemIn(await renew(id, 'anna', { 'if-match': '"2"' }))).toMatchObject({ status: 412 })
  expect((await renew(id, 'anna', { 'if-match': '"1"' })).status).toBe(200)
})
