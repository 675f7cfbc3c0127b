import { beforeEach, describe, expect, test } from 'vitest'
import { aPosition, changeTo } from '#lib/builders/a-position.ts'
import { BERLIN } from '#lib/builders/a-subject.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { aTag, openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const HOUR_MS = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()

describe('200', () => {
  test('for everybody while it is active, without what is only its owner’s', async () => {
    await world.devices.register({ id: 'annas-phone', person: 'anna', created: 1 })
    const over = { mobile: true, device: 'annas-phone', ext: { note: 'private' } }
    const id = await world.write('offers', 'anna', over)
    for (const as of [undefined, 'ben']) {
      const response = await world.call(`GET /store/offers/${id}`, as === undefined ? {} : { as })
      expect([response.status, response.headers.get('etag')]).toEqual([200, aTag(1)])
      const body = await response.json()
      expect(body).toMatchObject({ id, owner: 'anna', mobile: true })
      expect(body).not.toHaveProperty('device')
      expect(body).not.toHaveProperty('ext')
    }
  })

  test('for its owner when a silent phone was last seen, and that what follows it is paused, until it is back', async () => {
    await world.devices.register({ id: 'annas-phone', person: 'anna', created: 1 })
    const over = { mobile: true, device: 'annas-phone' }
    const path = `/store/offers/${await world.write('offers', 'anna', over)}`
    const read = async (as?: string): Promise<unknown> =>
      (await world.call(`GET ${path}`, as === undefined ? {} : { as })).json()
    expect(await read('anna')).not.toHaveProperty('lastSeen')
    const ping = async (ageMs: number) => {
      const timeMs = Date.now() - ageMs
      const position = aPosition({ device: 'annas-phone', person: 'anna', timeMs })
      await world.positions.write([changeTo(position)])
      return new Date(timeMs).toISOString()
    }
    const lastSeen = await ping(25 * HOUR_MS)
    const silent = await read('anna')
    expect(silent).toMatchObject({ lastSeen, paused: true })
    for (const as of ['ben', undefined]) {
      expect(await read(as)).not.toHaveProperty('lastSeen')
      expect(await read(as)).not.toHaveProperty('paused')
    }
    // Its owner may write back what was read.
    const headers = { 'if-match': '*' }
    expect((await world.call(`PUT ${path}`, { as: 'anna', json: silent, headers })).status).toBe(200)
    const again = await ping(0)
    expect(await read('anna')).toMatchObject({ lastSeen: again })
    expect(await read('anna')).not.toHaveProperty('paused')
  })

  test('for its owner, services and admins all of it, also while it is switched off', async () => {
    await world.devices.register({ id: 'annas-phone', person: 'anna', created: 1 })
    const over = { mobile: true, device: 'annas-phone', ext: { note: 'private' }, active: false }
    const id = await world.write('searches', 'anna', over)
    for (const as of ['anna', 'service:matching', 'admin']) {
      const body = await (await world.call(`GET /store/searches/${id}`, { as })).json()
      expect(body).toMatchObject({ device: 'annas-phone', ext: { note: 'private' }, active: false })
    }
  })

  test('with what a reader is warned of: links to pay and numbers of accounts in any of its texts', async () => {
    const over = { title: 'Bike, paypal.me/anna', text: 'or DE89 3704 0044 0532 0130 00' }
    const id = await world.write('offers', 'anna', over)
    const warned = await world.call(`GET /store/offers/${id}`)
    expect(await warned.json()).toMatchObject({ warnings: ['payment-link', 'iban'] })
    // Long texts are cached.
    const long = await world.write('offers', 'anna', { text: `${'x '.repeat(300)} paypal.me/anna` })
    for (let times = 0; times < 2; times += 1)
      expect(await (await world.call(`GET /store/offers/${long}`)).json()).toMatchObject({
        warnings: ['payment-link'],
      })
    const plain = await world.call(`GET /store/offers/${await world.write('offers', 'anna')}`)
    expect(await plain.json()).toMatchObject({ warnings: [] })
  })

  test('never tells an exact place that its owner has hidden since', async () => {
    const id = await world.write('offers', 'anna', { showLocation: true })
    const stored = await world.subjects.find(id)
    if (stored === undefined) throw new Error('It was just written')
    // As a place is left that a phone said while it was shown.
    await world.subjects.update({ ...stored, at: BERLIN, showLocation: false, version: 2 }, 1, [])
    const body = await (await world.call(`GET /store/offers/${id}`)).json()
    expect(body).toMatchObject({ region: { circle: { centre: snapToGrid(BERLIN) } } })
  })
})

describe('304', () => {
  const read = async (id: string, as: string, known?: string) => {
    const headers = known === undefined ? {} : { 'if-none-match': known }
    const response = await world.call(`GET /store/offers/${id}`, { as, headers })
    return { status: response.status, etag: response.headers.get('etag') ?? '', text: await response.text() }
  }

  test('for the state that the same caller has read, until it is edited', async () => {
    const id = await world.write('offers', 'anna')
    const { etag } = await read(id, 'anna')
    expect(await read(id, 'anna', `"other", W/${etag}`)).toEqual({ status: 304, etag, text: '' })
    await world.call(`POST /store/offers/${id}/deactivate`, { as: 'anna' })
    expect((await read(id, 'anna', etag)).status).toBe(200)
  })

  test('not for what somebody else has read, who sees less', async () => {
    const id = await world.write('offers', 'anna', { ext: { note: 'private' } })
    const { etag } = await read(id, 'ben')
    expect(etag).toEqual(aTag(1))
    expect((await read(id, 'anna', etag)).status).toBe(200)
    expect((await read(id, 'ben', etag)).status).toBe(304)
  })

  test('not once the phone that it follows has moved; an edit of what was read before is still made', async () => {
    await world.devices.register({ id: 'annas-phone', person: 'anna', created: 1 })
    const id = await world.write('offers', 'anna', { mobile: true, device: 'annas-phone' })
    const { etag } = await read(id, 'anna')
    await world.positions.write([changeTo(aPosition({ device: 'annas-phone' }))])
    expect((await read(id, 'anna', etag)).status).toBe(200)
    const renamed = await world.call(`PATCH /store/offers/${id}`, {
      as: 'anna',
      json: { title: 'Moved' },
      headers: { 'if-match': etag },
    })
    expect(renamed.status).toBe(200)
  })
})

describe('404', () => {
  const missing = { status: 404, code: 'not_found' }

  test('for others while it is switched off, not valid yet, or no more: as if it had never been', async () => {
    const ids = [
      await world.write('offers', 'anna', { active: false }),
      await world.write('offers', 'anna', { validFrom: inHours(1) }),
      await world.write('offers', 'anna'),
    ] as const
    await world.expire(ids[2])
    for (const id of ids) {
      for (const asked of [{}, { as: 'ben' }]) {
        expect(await problemIn(await world.call(`GET /store/offers/${id}`, asked))).toEqual(missing)
      }
      expect((await world.call(`GET /store/offers/${id}`, { as: 'anna' })).status).toBe(200)
    }
  })

  test('for an id that is none, and for an offer asked of the searches', async () => {
    const id = await world.write('offers', 'anna')
    expect(await problemIn(await world.call('GET /store/offers/nothing'))).toEqual(missing)
    expect(await problemIn(await world.call(`GET /store/searches/${id}`))).toEqual(missing)
  })
})

test('400 for what cannot be an id', async () => {
  for (const id of ['a%20b', "'%20or%201=1", 'x'.repeat(65), 'a%00b', '%2e%2e%2fetc']) {
    expect(await problemIn(await world.call(`GET /store/offers/${id}`))).toMatchObject({
      status: 400,
      field: 'id',
    })
  }
})

test('401 for a wrong token, even where none is needed', async () => {
  const id = await world.write('offers', 'anna')
  const headers = { authorization: 'Bearer a.b.c' }
  expect((await world.call(`GET /store/offers/${id}`, { headers })).status).toBe(401)
})

test('405 for a method that is not, naming those that are', async () => {
  const response = await world.call('POST /store/offers/x', { as: 'anna' })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, PUT, PATCH, DELETE'])
})
