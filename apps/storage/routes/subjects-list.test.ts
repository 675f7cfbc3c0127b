import { beforeEach, describe, expect, test } from 'vitest'
import { BERLIN } from '#lib/builders/a-subject.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { travel } from '#lib/geo/travel.ts'
import type { SubjectView } from '../subject-wire.ts'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

interface Page {
  readonly items: readonly SubjectView[]
  readonly next?: string
}

async function list(query: string, as?: string, kind = 'offers'): Promise<Page> {
  const response = await world.call(`GET /store/${kind}${query}`, as === undefined ? {} : { as })
  expect(response.status).toBe(200)
  return (await response.json()) as Page
}

async function titles(query: string, as?: string): Promise<string[]> {
  return (await list(query, as)).items.map(({ title }) => title)
}

const words = (count: number) => Array.from({ length: count }, (_, index) => index.toString(36)).join(',')

const at = (northMeters: number, radiusMeters = 1_000) => ({
  region: { circle: { centre: travel(BERLIN, 0, northMeters), radiusMeters } },
})

describe('200', () => {
  test('what is active now, of that kind, newest first', async () => {
    await world.write('offers', 'anna', { title: 'first' })
    await world.write('offers', 'ben', { title: 'second' })
    await world.write('offers', 'ben', { title: 'off', active: false })
    await world.expire(await world.write('offers', 'ben', { title: 'over' }))
    await world.write('searches', 'ben', { title: 'search' })
    expect(await titles('')).toEqual(['second', 'first'])
    expect(await titles('', 'anna')).toEqual(['second', 'first'])
  })

  test('for a person, without what is of people they blocked or who blocked them', async () => {
    for (const owner of ['anna', 'ben', 'carl', 'dora']) await world.write('offers', owner, { title: owner })
    await world.write('searches', 'ben', { title: 'search' })
    await world.blocks.add({ id: 'b-1', by: 'anna', person: 'ben', since: 1 }, 9)
    await world.blocks.add({ id: 'b-2', by: 'carl', person: 'anna', since: 1 }, 9)
    expect(await titles('', 'anna')).toEqual(['dora', 'anna'])
    expect(await titles('?owner=ben', 'anna')).toEqual([])
    expect((await list('', 'anna', 'searches')).items).toEqual([])
    expect(await titles('', 'ben')).toEqual(['dora', 'carl', 'ben'])
    expect(await titles('', 'dora')).toEqual(['dora', 'carl', 'ben', 'anna'])
    for (const as of [undefined, 'admin', 'service:offers']) {
      expect(await titles('', as)).toEqual(['dora', 'carl', 'ben', 'anna'])
    }
    const first = await list('?limit=2', 'anna')
    expect(first.items.map(({ title }) => title)).toEqual(['dora'])
    expect(await titles(`?limit=2&cursor=${first.next}`, 'anna')).toEqual(['anna'])
  })

  test('whole, and counted, while matching cannot say who blocked whom', async () => {
    await world.write('offers', 'ben')
    await world.blocks.add({ id: 'b-1', by: 'anna', person: 'ben', since: 1 }, 9)
    await world.lose('matching')
    expect(await titles('', 'anna')).toEqual(['Bike'])
    expect(await world.metrics.text()).toMatch(/^push_storage_unfiltered_lists_total 1$/mu)
  })

  test('by keywords, any of them, however they are spelled', async () => {
    await world.write('offers', 'anna', { title: 'wheels', keywords: ['Fahrräder'] })
    await world.write('offers', 'anna', { title: 'street', keywords: ['Straße', 'x'] })
    await world.write('offers', 'anna', { title: 'wheel', keywords: ['fahrrad'] })
    await world.write('offers', 'anna', { title: 'other', keywords: ['Fahrer'] })
    expect(await titles(`?keywords=${encodeURIComponent('FAHRRADER')}`)).toEqual(['wheel', 'wheels'])
    expect(await titles(`?keywords=${encodeURIComponent(' fahrräder , STRASSE')}`)).toEqual([
      'wheel',
      'street',
      'wheels',
    ])
    expect(await titles('?keywords=fahr')).toEqual([])
  })

  test('by text, each of its words in some form, wherever it stands', async () => {
    await world.write('offers', 'anna', { title: 'Blaue Fahrräder', text: 'mit Licht', keywords: ['Rad'] })
    await world.write('offers', 'anna', { title: 'Rote Fahrräder', text: 'ohne Licht', keywords: ['Rad'] })
    await world.write('offers', 'anna', { title: 'Repaired', text: '', keywords: ['bike'], place: 'Leeds' })
    const found = (q: string) => titles(`?q=${encodeURIComponent(q)}`)
    expect(await found('fahrrad')).toEqual(['Rote Fahrräder', 'Blaue Fahrräder'])
    expect(await found('Ein blaues FAHRRAD mit Lichtern')).toEqual(['Blaue Fahrräder'])
    expect(await found('bikes repair leeds')).toEqual(['Repaired'])
    expect(await found('bike licht')).toEqual([])
    expect(await titles('?q=fahrrad&owner=ben', 'dora')).toEqual([])
    expect(await titles('?q=fahrrad&owner=anna&active=true&not_owner=ben&limit=1', 'dora')).toEqual([
      'Rote Fahrräder',
    ])
  })

  test('by a box or a polygon, across the antimeridian too', async () => {
    const place = (lng: number) => ({ region: { circle: { centre: { lat: 0, lng }, radiusMeters: 100 } } })
    for (const lng of [179.9, -179.9, 179.5])
      await world.write('offers', 'anna', { title: `${lng}`, ...place(lng) })
    expect(await titles('?box=179.8,-1,-179.8,1')).toEqual(['-179.9', '179.9'])
    expect(await titles('?box=179.4,0,179.9,0')).toEqual(['179.5', '179.9'])
    expect(await titles('?box=-180,-90,180,90')).toEqual(['179.5', '-179.9', '179.9'])
    const ring = encodeURIComponent('[[179.8,-0.1],[-179.8,-0.1],[-179.8,0.1],[179.8,0.1],[179.8,-0.1]]')
    expect(await titles(`?polygon=${ring}`)).toEqual(['-179.9', '179.9'])
    expect(await titles(`?polygon=${ring}&keywords=car`)).toEqual([])
  })

  test('by ids, of which others see only those that are live', async () => {
    const ids: string[] = []
    for (const title of ['a', 'b', 'c'])
      ids.push(await world.write('offers', 'anna', { title, active: title !== 'b' }))
    expect(await titles(`?id=${ids.toReversed().join(',')},unknown`)).toEqual(['c', 'a'])
    expect(await titles(`?id=${ids.join(',%20')}&owner=anna`, 'anna')).toEqual(['c', 'b', 'a'])
    expect((await list(`?id=${ids[0]}`, undefined, 'searches')).items).toEqual([])
  })

  test('by distance, each with its class instead of metres', async () => {
    await world.write('offers', 'anna', { title: 'here', ...at(0) })
    await world.write('offers', 'anna', { title: 'near', ...at(1_500) })
    await world.write('offers', 'anna', { title: 'far', ...at(3_000) })
    const near = `near=${BERLIN.lat},${BERLIN.lng}`
    const { items } = await list(`?${near}&radius=2000`)
    expect(items.map(({ title, distanceClass }) => [title, distanceClass])).toEqual([
      ['near', '1-2'],
      ['here', '<1'],
    ])
    expect(await titles(`?${near}&radius=2999`)).toEqual(['near', 'here'])
    expect(await titles(`?${near}&radius=3001`)).toEqual(['far', 'near', 'here'])
    expect((await list('')).items[0]).not.toHaveProperty('distanceClass')
  })

  test('by the name of a place, the first of this name', async () => {
    await world.write('offers', 'anna', { title: 'in Berlin' })
    expect(await titles('?place=Berlin&radius=20000')).toEqual(['in Berlin'])
    expect(await titles('?place=Hamburg&radius=20000')).toEqual([])
    const { items } = await list('?place=Berlin&radius=20000')
    expect(items[0]).toHaveProperty('distanceClass')
  })

  test('by whether operators hide it, for operators; of others they see what everybody sees', async () => {
    const id = await world.write('offers', 'anna', { title: 'hidden' })
    await world.write('offers', 'anna', { title: 'shown' })
    await world.write('offers', 'anna', { title: 'off', active: false })
    const stored = await world.subjects.find(id)
    if (stored) await world.subjects.update({ ...stored, hidden: true, version: 2 }, 1, [])
    for (const as of ['operate', 'admin']) expect(await titles('?hidden=true', as)).toEqual(['hidden'])
    expect(await titles('?hidden=false', 'operate')).toEqual(['shown'])
    expect(await titles('', 'operate')).toEqual(['shown'])
    expect((await list('?hidden=true', 'operate')).items[0]).toMatchObject({ hidden: true })
  })

  test('across the antimeridian', async () => {
    const centre = { lat: -17, lng: 179.999 }
    await world.write('offers', 'anna', { title: 'east', region: { circle: { centre, radiusMeters: 100 } } })
    expect(await titles('?near=-17,-179.999&radius=1000')).toEqual(['east'])
  })

  test('by owner, and by everybody else', async () => {
    await world.write('offers', 'anna', { title: 'hers' })
    await world.write('offers', 'ben', { title: 'his' })
    for (const as of ['anna', 'ben', 'operate', 'admin', 'service:offers'])
      expect(await titles('?owner=anna', as)).toEqual(['hers'])
    expect(await titles('?not_owner=anna')).toEqual(['his'])
    expect(await titles('?owner=anna&not_owner=anna', 'ben')).toEqual([])
  })

  test("all of one's own, also what is switched off, but nobody else's", async () => {
    await world.write('offers', 'anna', { title: 'on', ext: { note: 1 } })
    await world.write('offers', 'anna', { title: 'off', active: false })
    expect(await titles('?owner=anna', 'anna')).toEqual(['off', 'on'])
    expect(await titles('?owner=anna&active=false', 'anna')).toEqual(['off'])
    expect(await titles('?owner=anna&active=true', 'anna')).toEqual(['on'])
    for (const as of ['operate', 'ben']) {
      expect(await titles('?owner=anna', as)).toEqual(['on'])
      expect(await titles('?owner=anna&active=false', as)).toEqual([])
    }
    expect(await titles('?active=false', 'anna')).toEqual([])
    expect((await list('?owner=anna', 'ben')).items[0]).not.toHaveProperty('ext')
    expect((await list('?owner=anna&active=true', 'anna')).items[0]).toMatchObject({ ext: { note: 1 } })
  })

  test('services and admins see all', async () => {
    await world.write('offers', 'anna', { title: 'off', active: false })
    expect(await titles('?active=false', 'admin')).toEqual(['off'])
    expect(await titles('', 'service:offers')).toEqual(['off'])
  })

  test('page by page, each once, also while others write', async () => {
    for (const title of ['a', 'b', 'c', 'd', 'e']) await world.write('offers', 'anna', { title })
    const first = await list('?limit=2')
    await world.write('offers', 'anna', { title: 'new' })
    const second = await list(`?limit=2&cursor=${first.next ?? ''}`)
    const third = await list(`?limit=2&cursor=${second.next ?? ''}`)
    expect([first, second, third].map(({ items }) => items.map(({ title }) => title))).toEqual([
      ['e', 'd'],
      ['c', 'b'],
      ['a'],
    ])
    expect(third).not.toHaveProperty('next')
  })

  test('a full page that is the last one says so', async () => {
    await world.write('offers', 'anna')
    await world.write('offers', 'anna')
    expect(await list('?limit=2')).not.toHaveProperty('next')
  })

  test('a hidden place cannot be found more closely than its cell, whatever circles are asked for', async () => {
    const exact = { lat: 52.5201, lng: 13.4051 }
    const region = { circle: { centre: exact, radiusMeters: 500 } }
    const id = await world.write('offers', 'anna', { showLocation: false, region })
    const cell = (await world.subjects.find(id))?.at ?? exact
    const meters = distanceMeters(cell, exact)
    const asked = (centre: typeof exact, radius: number) =>
      titles(`?near=${centre.lat.toFixed(7)},${centre.lng.toFixed(7)}&radius=${radius}`)
    // A small circle around the true place finds nothing, one around the middle of the cell does.
    expect(meters).toBeGreaterThan(10)
    expect(await asked(exact, Math.floor(meters) - 5)).toEqual([])
    expect(await asked(cell, 1)).toHaveLength(1)
    const boxed = ({ lat, lng }: typeof exact) =>
      titles(`?box=${lng - 1e-5},${lat - 1e-5},${lng + 1e-5},${lat + 1e-5}`)
    expect(await boxed(exact)).toEqual([])
    expect(await boxed(cell)).toHaveLength(1)
  })
})

describe('304', () => {
  const ask = async (as: string, known?: string) => {
    const headers = known === undefined ? {} : { 'if-none-match': known }
    const response = await world.call('GET /store/offers?limit=1', { as, headers })
    return { status: response.status, etag: response.headers.get('etag') ?? '', text: await response.text() }
  }

  test('for the page that was read, until it has something else', async () => {
    await world.write('offers', 'anna', { title: 'first' })
    const { etag } = await ask('ben')
    expect(etag).toMatch(/^W\/"[0-9a-z]+"$/u)
    expect(await ask('ben', etag)).toEqual({ status: 304, etag, text: '' })
    await world.write('offers', 'anna', { title: 'second' })
    expect((await ask('ben', etag)).status).toBe(200)
  })

  test('not for a page from which something is left out for this caller', async () => {
    await world.write('offers', 'anna')
    const { etag } = await ask('dora')
    await world.blocks.add({ id: 'b-1', by: 'anna', person: 'ben', since: 1 }, 9)
    expect((await ask('dora', etag)).status).toBe(304)
    const other = await ask('ben', etag)
    expect([other.status, other.text]).toEqual([200, expect.stringContaining('"items":[]')])
  })
})

test('the parameter format counts more than the Accept header', async () => {
  await world.write('offers', 'anna')
  const typeOf = async (query: string, accept: string) =>
    (await world.call(`GET /store/offers${query}`, { headers: { accept } })).headers.get('content-type')
  expect(await typeOf('?format=json', 'text/html')).toBe('application/json')
  expect(await typeOf('?format=html', 'application/json')).toMatch(/^text\/html/u)
  expect(await typeOf('', 'application/json')).toBe('application/json')
})

describe('400 naming the field', () => {
  test.each([
    ['format', '?format=xml'],
    ['near', '?near=berlin&radius=5'],
    ['near', '?near=91,0&radius=5'],
    ['near', '?near=1&radius=5'],
    ['near', '?near=1e1,0&radius=5'],
    ['near', '?near=1,2,3&radius=5'],
    ['radius', '?near=52.5,13.4'],
    ['radius', '?radius=5'],
    ['radius', '?near=52.5,13.4&radius=0'],
    ['radius', '?near=52.5,13.4&radius=100001'],
    ['radius', '?near=52.5,13.4&radius=wide'],
    ['place', '?place=nowhere-at-all&radius=5'],
    ['place', `?place=${'x'.repeat(101)}&radius=5`],
    ['place', '?place=Berlin&near=52.5,13.4&radius=5'],
    ['place', '?place=Berlin&q=bike&radius=5'],
    ['radius', '?place=Berlin'],
    ['hidden', '?hidden=1'],
    ['keywords', '?keywords=,%20,'],
    ['keywords', `?keywords=${'x'.repeat(2_001)}`],
    ['keywords', `?keywords=${words(101)}`],
    ['keywords', `?keywords=${words(501)}`],
    ['keyword', '?keyword=bike'],
    ['q', '?q=%20!'],
    ['q', `?q=${'x'.repeat(201)}`],
    ['q', `?q=${encodeURIComponent(words(11).replaceAll(',', ' z'))}`],
    ['near', '?near=52.5,13.4&radius=5&q=bike'],
    ['id', '?id=a&near=52.5,13.4&radius=5'],
    ['box', '?box=1,2,3'],
    ['box', '?box=1,2,3,4,5'],
    ['box', '?box=1,2,3,north'],
    ['box', '?box=1,2,3,91'],
    ['box', '?box=1,2,181,3'],
    ['box', '?box=1,4,3,2'],
    ['box', '?near=52.5,13.4&radius=5&box=1,2,3,4'],
    ['polygon', '?polygon=round'],
    ['polygon', '?polygon=[[1,2],[3]]'],
    ['polygon', '?polygon=[[1,2],[1.1,2]]'],
    ['polygon', '?polygon=[[0,0],[0.1,0.1],[0.1,0],[0,0.1]]'],
    ['polygon', '?polygon=[[0,0],[90,0],[0,90]]'],
    ['polygon', `?polygon=[${'[0,0],'.repeat(501)}[0,0]]`],
    ['polygon', '?box=1,2,3,4&polygon=[[0,0],[0.1,0],[0,0.1]]'],
    ['id', '?id='],
    ['id', '?id=a,,b'],
    ['id', `?id=${'a,'.repeat(200)}a`],
    ['id', '?keywords=bike&id=a'],
    ['not_owner', '?id=a&not_owner=anna'],
    ['notOwner', '?notOwner=anna'],
    ['nonsense', '?nonsense=1'],
    ['active', '?active=1'],
    ['owner', '?owner=an%20na'],
    ['not_owner', '?not_owner='],
    ['cursor', "?cursor='"],
    ['limit', '?limit=0'],
    ['limit', '?limit=201'],
    ['limit', '?limit=many'],
  ])('%s: %s', async (field, query) => {
    const problem = await problemIn(await world.call(`GET /store/searches${query}`))
    expect(problem).toEqual({ status: 400, code: 'bad_field', field })
  })

  test('but not for the most keywords that may be, together with a place or without', async () => {
    await world.write('offers', 'anna', { keywords: ['1a'] })
    const near = `near=${BERLIN.lat},${BERLIN.lng}&radius=2000`
    for (const query of [`?keywords=${words(100)}`, `?keywords=${words(100)}&${near}`]) {
      expect(await titles(query)).toEqual(['Bike'])
    }
  })

  test('a field that is given twice', async () => {
    const problem = await problemIn(await world.call('GET /store/searches?owner=anna&owner=ben'))
    expect(problem).toEqual({ status: 400, code: 'bad_field', field: 'owner' })
  })
})

test('403 for what is hidden, but for operators', async () => {
  for (const asked of [{}, { as: 'anna' }, { as: 'service:offers' }])
    expect((await world.call('GET /store/offers?hidden=true', asked)).status).toBe(403)
})

test('401 for a list of one person without a token, also one with other filters', async () => {
  await world.write('offers', 'anna')
  for (const query of [
    '?owner=anna',
    '?owner=nobody',
    '?owner=anna&active=true',
    '?id=a&owner=anna',
    '?q=bike&owner=anna',
  ])
    expect(await problemIn(await world.call(`GET /store/offers${query}`))).toEqual({
      status: 401,
      code: 'unauthorized',
    })
})

test('401 for a wrong token, even where none is needed', async () => {
  const headers = { authorization: 'Bearer a.b.c' }
  expect((await world.call('GET /store/offers', { headers })).status).toBe(401)
})

test('405 for a method that is not, naming those that are', async () => {
  const response = await world.call('DELETE /store/offers', { as: 'admin' })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST'])
})
