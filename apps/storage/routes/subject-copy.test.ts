import { beforeEach, describe, expect, test } from 'vitest'
import { aTag, openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const copy = (id: string, as = 'anna', headers: Record<string, string> = {}) =>
  world.call(`POST /store/searches/${id}/copy`, { as, headers })

describe('201', () => {
  test('everything that its owner wrote, as a new one that is off', async () => {
    const over = { text: 'Blue', language: 'en', wants: 'searches', ext: { note: 1 }, showLocation: false }
    const id = await world.write('searches', 'anna', over)
    const read = async (each: string) => {
      const response = await world.call(`GET /store/searches/${each}`, { as: 'anna' })
      const {
        id: _id,
        created: _c,
        modified: _m,
        ...rest
      } = (await response.json()) as Record<string, unknown>
      return rest
    }
    const response = await copy(id)
    const made = (await response.json()) as { id: string }
    expect([response.status, response.headers.get('etag')]).toEqual([201, aTag(1)])
    expect(response.headers.get('location')).toBe(`/store/searches/${made.id}`)
    expect(made.id).not.toBe(id)
    expect(await read(made.id)).toEqual({ ...(await read(id)), active: false })
    await expect
      .poll(async () => (await world.told()).map(({ params }) => [params['action'], params['isact']]))
      .toEqual([
        ['create', true],
        ['create', false],
      ])
  })

  test('one that is over gets an end in two weeks, and is there once it is on', async () => {
    const id = await world.write('searches', 'anna')
    await world.expire(id)
    const made = (await (await copy(id)).json()) as { id: string; validUntil: string }
    expect(Date.parse(made.validUntil)).toBeGreaterThan(Date.now() + 13 * 24 * 3_600_000)
    await world.call(`POST /store/searches/${made.id}/activate`, { as: 'anna' })
    expect((await world.call(`GET /store/searches/${made.id}`)).status).toBe(200)
  })

  test('belongs to the owner, also where an admin makes it', async () => {
    const id = await world.write('searches', 'anna')
    expect(await (await copy(id, 'admin')).json()).toMatchObject({ owner: 'anna' })
  })

  test('is possible beside the most active ones that may be', async () => {
    const id = await world.write('searches', 'anna')
    for (let count = 1; count < 50; count += 1) await world.write('offers', 'anna')
    expect((await copy(id)).status).toBe(201)
  })
})

test('401 without a token, 403 for the search of somebody else, 404 for none', async () => {
  const id = await world.write('searches', 'anna')
  expect((await world.call(`POST /store/searches/${id}/copy`)).status).toBe(401)
  expect(await problemIn(await copy(id, 'ben'))).toEqual({ status: 403, code: 'not_yours' })
  expect(await problemIn(await copy('nothing'))).toEqual({ status: 404, code: 'not_found' })
})

test('403 when the phone that it follows is not its owner’s any more', async () => {
  await world.devices.register({ id: 'phone', person: 'anna', created: 1 })
  const id = await world.write('searches', 'anna', { mobile: true, device: 'phone' })
  expect((await copy(id)).status).toBe(201)
  await world.devices.release({ id: 'phone', person: 'anna' }, 2)
  expect(await problemIn(await copy(id))).toEqual({ status: 403, code: 'not_your_device', field: 'device' })
})

test('412 where If-Match names another state', async () => {
  const id = await world.write('searches', 'anna')
  expect(await problemIn(await copy(id, 'anna', { 'if-match': '"2"' }))).toMatchObject({ status: 412 })
})
