import { beforeEach, describe, expect, test } from 'vitest'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { GRID_METERS, snapToGrid } from '#lib/geo/snap.ts'
import { aDraft, aTag, openWorld, problemIn, type Asked, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const create = (over: Record<string, unknown> = {}, as = 'anna') =>
  world.call('POST /store/searches', { as, json: aDraft(over) })

const idOf = async (response: Response) => ((await response.json()) as { id: string }).id

const circle = (over: Record<string, unknown>) => ({
  region: { circle: { centre: { lat: 52.5201, lng: 13.4051 }, radiusMeters: 1_000, ...over } },
})

describe('201', () => {
  test('says how many devices ring for matches; not when notifications does not answer', async () => {
    const ringsIn = async (response: Response) => ((await response.json()) as { rings?: unknown }).rings
    expect(await ringsIn(await create())).toEqual({ devices: 0, mail: false })
    await world.mappings.register(aMapping({ device: 'annas-phone', person: 'anna' }))
    await world.mappings.register(aMapping({ device: 'her-old-phone', person: 'anna', channel: 'none' }))
    expect(await ringsIn(await create())).toEqual({ devices: 1, mail: false })
    await world.lose('notifications')
    const response = await create()
    expect(response.status).toBe(201)
    expect(await ringsIn(response)).toBeUndefined()
  })

  test.each([
    ['offers', 'offer'],
    ['searches', 'search'],
  ])('POST /store/%s answers the %s as it is kept, and where', async (path, kind) => {
    const response = await world.call(`POST /store/${path}`, { as: 'anna', json: aDraft() })
    expect(response.status).toBe(201)
    expect(response.headers.get('etag')).toEqual(aTag(1))
    const { rings: _rings, ...body } = (await response.json()) as { id: string; rings: unknown }
    expect(response.headers.get('location')).toBe(`/store/${path}/${body.id}`)
    expect(body).toMatchObject({
      kind,
      owner: 'anna',
      title: 'Bike',
      active: true,
      trusted: false,
      mobile: false,
    })
    expect(await (await world.call(`GET /store/${path}/${body.id}`, { as: 'anna' })).json()).toEqual(body)
  })

  test('keywords stay as they are written, of several spellings of one word the first', async () => {
    const keywords = [
      'Fahrräder',
      ' FAHRRADER ',
      '#POI',
      'Straße',
      '',
      'Fahr\u00adräder',
      'E\u2011Bike',
      'e-bike',
    ]
    const body = await (await create({ keywords, language: 'de' })).json()
    expect(body).toMatchObject({ keywords: ['Fahrräder', '#POI', 'Straße', 'E\u2011Bike'], language: 'de' })
    expect(await (await create()).json()).not.toHaveProperty('language')
  })

  test('an offer wants nothing, whatever its draft says', async () => {
    const response = await world.call('POST /store/offers', {
      as: 'anna',
      json: aDraft({ wants: 'searches' }),
    })
    expect(await response.json()).toMatchObject({ wants: 'offers' })
    expect(await (await create({ wants: 'searches' })).json()).toMatchObject({ wants: 'searches' })
  })

  test('fields nobody knows, and those that are not the owner’s to write, are passed over', async () => {
    const own = {
      id: 'mine',
      kind: 'offer',
      trusted: true,
      version: 9,
      created: 'x',
      positionTime: 1,
      stage: 'settled',
      hidden: true,
      nonsense: 1,
    }
    const body = (await (await create(own)).json()) as Record<string, unknown>
    expect(body).toMatchObject({ kind: 'search', trusted: false, stage: 'open' })
    expect(body).not.toHaveProperty('hidden')
    expect(body['id']).not.toBe('mine')
    expect(body).not.toHaveProperty('nonsense')
  })

  test('words that exclude are tidied, and seen by their owner only', async () => {
    const not = ['Verleih ', 'VERLEIH', '']
    const id = await idOf(await create({ not }))
    const seen = async (as: string) => (await world.call(`GET /store/searches/${id}`, { as })).json()
    expect(await seen('anna')).toMatchObject({ not: ['Verleih'] })
    expect(await seen('ben')).not.toHaveProperty('not')
    expect(await (await create()).json()).toMatchObject({ not: [], topic: 'things', stage: 'open' })
  })

  test.each([
    [{ type: 'free' }],
    [{ type: 'swap' }],
    [{ type: 'price', amount: 0.01, currency: 'EUR' }],
    [{ type: 'price', amount: 1_000_000_000, currency: 'JPY' }],
  ])('terms come back as they were sent: %j', async (terms) => {
    const response = await world.call('POST /store/offers', {
      as: 'anna',
      json: aDraft({ terms, topic: 'lost-and-found' }),
    })
    expect(await response.json()).toMatchObject({ terms, topic: 'lost-and-found' })
  })

  test('its history says who wrote it', async () => {
    const id = await idOf(await create())
    const by = { role: 'person', name: 'anna' }
    expect(await world.subjects.history(id)).toMatchObject([{ by, action: 'create', fields: [] }])
  })

  test('text of any script comes back as it was sent', async () => {
    const title = '<b>Käse</b> 🚲 \u202e\u0000 自転車'
    const id = await idOf(await create({ title, ext: { deep: { list: [1, null, title] } } }))
    expect(await world.subjects.find(id)).toMatchObject({ title, ext: { deep: { list: [1, null, title] } } })
  })

  test('an admin and an importer write in the name they say', async () => {
    expect((await create({ owner: 'ben' }, 'admin')).status).toBe(201)
    expect((await create({ owner: 'importer:demo' }, 'service:offers')).status).toBe(201)
  })
})

describe('a place its owner hides', () => {
  test('is kept as the cell it lies in, and its circle no smaller than that', async () => {
    const { region } = circle({ radiusMeters: 50 })
    const exact = region.circle.centre
    const id = await idOf(await create({ region, showLocation: false }))
    const stored = await world.subjects.find(id)
    expect(stored?.at).toEqual(snapToGrid(exact))
    expect(stored?.at).not.toEqual(exact)
    expect(distanceMeters(stored?.at ?? exact, exact)).toBeLessThan(GRID_METERS)
    expect(stored?.radiusMeters).toBe(500)
    expect(JSON.stringify(stored)).not.toContain('52.5201')
  })

  test('is hidden unless the draft says otherwise', async () => {
    const id = await idOf(await create({ showLocation: undefined }))
    expect((await world.subjects.find(id))?.showLocation).toBe(false)
  })

  test('keeps a circle that is larger', async () => {
    const id = await idOf(await create({ showLocation: false }))
    expect((await world.subjects.find(id))?.radiusMeters).toBe(1_000)
  })

  test('is exact where its owner shows it', async () => {
    const id = await idOf(await create(circle({ radiusMeters: 50 })))
    expect(await world.subjects.find(id)).toMatchObject({
      at: { lat: 52.5201, lng: 13.4051 },
      radiusMeters: 50,
    })
  })
})

describe('the tracker', () => {
  test('is told once, by the service, without the place', async () => {
    const id = await idOf(await create({ title: 'Bike' }))
    await expect.poll(world.told).toMatchObject([
      {
        type: 'srch',
        source: '/service/storage',
        quality: [],
        params: { _id: id, action: 'create', owner: 'anna', title: 'Bike', isact: true },
      },
    ])
    // What comes next shows that nothing else came before it.
    await idOf(await create())
    await expect.poll(async () => (await world.told()).length).toBe(2)
    expect(await world.subjects.leaseUnsent(10, 1, Date.now() + 60_000)).toEqual([])
    expect(JSON.stringify(await world.told())).not.toContain('52.5')
  })

  test('is told nothing of what was refused', async () => {
    await create({ title: '' })
    expect(await world.subjects.leaseUnsent(10, 1, Date.now() + 60_000)).toEqual([])
  })
})

describe('400 naming the field', () => {
  test.each<[string, Record<string, unknown>]>([
    ['title', { title: '' }],
    ['title', { title: ' \t\u00a0 ' }],
    ['title', { title: '\u200b\u00ad\u2060\u3164' }],
    ['title', { title: undefined }],
    ['title', { title: 'x'.repeat(201) }],
    ['title', { title: 7 }],
    ['text', { text: 'x'.repeat(5_001) }],
    ['keywords', { keywords: [] }],
    ['keywords', { keywords: [' ', ''] }],
    ['keywords', { keywords: 'bike' }],
    ['keywords', { keywords: Array.from({ length: 33 }, (_, index) => `word${index}`) }],
    ['keywords.0', { keywords: ['x'.repeat(65)] }],
    ['keywords.0', { keywords: ['\u200b'] }],
    ['keywords.1', { keywords: ['bike', '\u00ad\ufeff\u3164'] }],
    ['keywords.2', { keywords: ['bike', '', '-\u2011 \u2019'] }],
    ['keywords.1', { keywords: ['bike', '\ufeff'] }],
    ['language', { language: 'fr' }],
    ['validuntil', { validuntil: '2999-01-01T00:00:00Z' }],
    ['valid_until', { valid_until: '2999-01-01T00:00:00Z' }],
    ['keyword', { keyword: ['bike'] }],
    ['radiusMeters', { radiusMeters: 1_000 }],
    ['region.polygon', { region: { ...circle({}).region, polygon: [] } }],
    ['region.circle.radius', circle({ radius: 1_000 })],
    ['region.circle.center', circle({ center: { lat: 1, lng: 2 } })],
    ['region.circle.centre.lon', circle({ centre: { lat: 1, lng: 2, lon: 3 } })],
    ['region', { region: undefined }],
    ['region.circle', { region: {} }],
    ['region.circle.centre', { region: { circle: { radiusMeters: 1_000 } } }],
    ['region.circle.centre.lat', circle({ centre: { lat: 90.1, lng: 0 } })],
    ['region.circle.centre.lat', circle({ centre: { lng: 0 } })],
    ['region.circle.centre.lng', circle({ centre: { lat: 0, lng: -180.1 } })],
    ['region.circle.centre.lng', circle({ centre: { lat: 0, lng: '13' } })],
    ['region.circle.radiusMeters', circle({ radiusMeters: 49 })],
    ['region.circle.radiusMeters', circle({ radiusMeters: 50_001 })],
    ['region.circle.radiusMeters', circle({ radiusMeters: null })],
    ['wants', { wants: 'everything' }],
    ['mobile', { mobile: 'yes' }],
    ['device', { mobile: true }],
    ['device', { device: 'phone-1' }],
    ['device', { mobile: true, device: 'null' }],
    ['showLocation', { showLocation: 1 }],
    ['allowContacts', { allowContacts: 'no' }],
    ['active', { active: null }],
    ['validFrom', { validFrom: 'tomorrow' }],
    ['validUntil', { validUntil: '2026-01-01' }],
    ['validUntil', { validUntil: '2026-01-01T00:00:00Z' }],
    ['validUntil', { validUntil: '0001-01-01T00:00:00Z', active: false }],
    ['validUntil', { validUntil: '9999-12-31T23:59:59-00:01' }],
    ['validFrom', { validFrom: '0000-01-01T00:00:00+00:01' }],
    ['validUntil', { validFrom: '2999-01-02T00:00:00Z', validUntil: '2999-01-02T00:00:00Z' }],
    ['images', { images: Array.from({ length: 11 }, () => 'a') }],
    ['images.0', { images: ['../etc'] }],
    ['not', { not: 'bike' }],
    ['not', { not: Array.from({ length: 33 }, (_, index) => `word${index}`) }],
    ['not.0', { not: ['x'.repeat(65)] }],
    ['not.1', { not: ['bike', '\u200b-'] }],
    ['terms', { terms: 'free' }],
    ['terms.type', { terms: {} }],
    ['terms.type', { terms: { type: 'gift' } }],
    ['terms.amount', { terms: { type: 'price', currency: 'EUR' } }],
    ['terms.amount', { terms: { type: 'price', amount: 0.009, currency: 'EUR' } }],
    ['terms.amount', { terms: { type: 'price', amount: 1_000_000_000.01, currency: 'EUR' } }],
    ['terms.amount', { terms: { type: 'price', amount: 1.234, currency: 'EUR' } }],
    ['terms.amount', { terms: { type: 'free', amount: 1 } }],
    ['terms.currency', { terms: { type: 'price', amount: 1 } }],
    ['terms.currency', { terms: { type: 'price', amount: 1, currency: 'eur' } }],
    ['terms.currency', { terms: { type: 'swap', currency: 'EUR' } }],
    ['topic', { topic: 'weather' }],
    ['ext', { ext: [] }],
    ['ext', { ext: { a: 'x'.repeat(8_192) } }],
    ['owner', { owner: 'an na' }],
  ])('%s: %j', async (field, over) => {
    expect(await problemIn(await create(over))).toEqual({ status: 400, code: 'bad_field', field })
  })

  test('owner, which a service and an admin must say', async () => {
    const wanted = { status: 400, code: 'bad_field', field: 'owner' }
    expect(await problemIn(await create({}, 'service:offers'))).toEqual(wanted)
    expect(await problemIn(await create({}, 'admin'))).toEqual(wanted)
  })

  test('body, where it is no object, or nothing', async () => {
    const post = async (asked: Asked) =>
      problemIn(await world.call('POST /store/offers', { as: 'anna', ...asked }))
    expect(await post({ json: [] })).toEqual({ status: 400, code: 'bad_field', field: 'body' })
    expect(await post({ json: 'text' })).toEqual({ status: 400, code: 'bad_field', field: 'body' })
    const headers = { 'content-type': 'application/json' }
    expect(await post({ headers })).toEqual({ status: 400, code: 'bad_json', field: 'body' })
  })
})

test('401 without a token', async () => {
  const response = await world.call('POST /store/searches', { json: aDraft() })
  expect(response.status).toBe(401)
})

describe('403', () => {
  test('for writing in the name of somebody else', async () => {
    const problem = { status: 403, code: 'not_yours', field: 'owner' }
    expect(await problemIn(await create({ owner: 'ben' }))).toEqual(problem)
    expect(await problemIn(await create({ owner: 'importer:demo' }))).toEqual(problem)
    expect(await problemIn(await create({ owner: 'ben' }, 'service:offers'))).toEqual(problem)
  })

  test("for following a phone that is nobody's, or somebody else's, whoever asks", async () => {
    await world.devices.register({ id: 'bens-phone', person: 'ben', created: 1 })
    const problem = { status: 403, code: 'not_your_device', field: 'device' }
    for (const device of ['bens-phone', 'nobodys-phone', 'Bens-phone', 'x/../bens-phone', '...']) {
      expect(await problemIn(await create({ mobile: true, device }))).toEqual(problem)
    }
    for (const device of ['.', '..', '\ud800', '\u0000'])
      expect(await problemIn(await create({ mobile: true, device }))).toMatchObject({
        status: 400,
        field: 'device',
      })
    const asAdmin = await create({ mobile: true, device: 'bens-phone', owner: 'anna' }, 'admin')
    expect(await problemIn(asAdmin)).toEqual(problem)
  })

  test("but not for one's own, which then says where the search is", async () => {
    await world.devices.register({ id: 'annas/phone 1', person: 'anna', created: 1 })
    const response = await create({ mobile: true, device: 'annas/phone 1', ...circle({}) })
    expect(response.status).toBe(201)
    const stored = await world.subjects.find(await idOf(response))
    expect(stored).toMatchObject({ device: 'annas/phone 1', at: undefined, positionTime: undefined })
  })
})

describe('409', () => {
  test('when 50 of one person are active, offers and searches together', async () => {
    for (let count = 0; count < 50; count += 1) {
      await world.write(count % 2 === 0 ? 'offers' : 'searches', 'anna')
    }
    expect(await problemIn(await create())).toEqual({ status: 409, code: 'too_many_active', field: 'active' })
    expect((await create({ active: false })).status).toBe(201)
    expect((await create({}, 'ben')).status).toBe(201)
  })

  test('when 90 are written at once, for the 40 that are too many', async () => {
    const responses = await Promise.all(Array.from({ length: 90 }, () => create()))
    const count = (status: number) => responses.filter((response) => response.status === status).length
    expect([count(201), count(409)]).toEqual([50, 40])
    expect((await world.subjects.list({ owner: 'anna', active: true, limit: 99 })).items).toHaveLength(50)
  })

  test('but not for those that are over, which do not count', async () => {
    const ids: string[] = []
    for (let count = 0; count < 50; count += 1) ids.push(await world.write('offers', 'anna'))
    expect((await create()).status).toBe(409)
    await world.expire(ids[0] ?? '')
    expect((await create()).status).toBe(201)
    expect((await create()).status).toBe(409)
  })
})

test('413 when the draft is larger than 64 KiB', async () => {
  const response = await create({ ext: { a: 'x'.repeat(70_000) } })
  expect(await problemIn(response)).toEqual({ status: 413, code: 'too_large' })
})

test('415 when the body is not said to be JSON', async () => {
  const headers = { 'content-type': 'text/plain' }
  const response = await world.call('POST /store/offers', { as: 'anna', json: aDraft(), headers })
  expect(await problemIn(response)).toEqual({ status: 415, code: 'bad_content_type', field: 'Content-Type' })
})

test('503 when accounts cannot be asked whose phone it is, and nothing is written', async () => {
  await world.lose('accounts')
  const response = await create({ mobile: true, device: 'annas-phone' })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  expect((await world.subjects.list({ owner: 'anna', limit: 9 })).items).toEqual([])
})
