import { beforeEach, expect, test } from 'vitest'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

interface Page {
  readonly items: readonly unknown[]
  readonly next?: string
}

const ask = (query: string, as = 'operate', headers = {}) =>
  world.call(`GET /store/totals${query}`, { as, headers })
const pageOf = async (query: string, as?: string) => {
  const response = await ask(query, as)
  expect(response.status).toBe(200)
  return (await response.json()) as Page
}

test('200: how many of a kind each owner has, and how many of them are active', async () => {
  await world.write('offers', 'ben')
  await world.write('offers', 'anna')
  await world.write('offers', 'anna', { active: false })
  await world.write('searches', 'carl')
  const offers = {
    items: [
      { owner: 'anna', active: 1, all: 2 },
      { owner: 'ben', active: 1, all: 1 },
    ],
  }
  for (const as of ['operate', 'admin']) expect(await pageOf('?kind=offer', as)).toEqual(offers)
  expect(await pageOf('?kind=search')).toEqual({ items: [{ owner: 'carl', active: 1, all: 1 }] })
})

test('200: page by page, with a cursor that this route accepts', async () => {
  for (const owner of ['anna', 'ben']) await world.write('offers', owner)
  await world.write('offers', 'admin', { owner: 'importer:demo' })
  const first = await pageOf('?kind=offer&limit=2')
  expect(first).toMatchObject({ items: [{ owner: 'anna' }, { owner: 'ben' }], next: 'ben' })
  const last = await pageOf(`?kind=offer&limit=2&cursor=${first.next}`)
  expect(last).toEqual({ items: [{ owner: 'importer:demo', active: 1, all: 1 }] })
  expect(await pageOf('?kind=offer&cursor=importer:demo')).toEqual({ items: [] })
})

test('304 until a number changes', async () => {
  await world.write('offers', 'anna')
  const etag = (await ask('?kind=offer')).headers.get('etag') ?? ''
  const again = () => ask('?kind=offer', 'operate', { 'if-none-match': etag })
  expect((await again()).status).toBe(304)
  await world.write('offers', 'anna')
  expect((await again()).status).toBe(200)
})

test.each([
  ['kind', ''],
  ['kind', '?kind=offers'],
  ['kind', '?kind='],
  ['cursor', '?kind=offer&cursor='],
  ['limit', '?kind=offer&limit=0'],
  ['limit', '?kind=offer&limit=201'],
  ['limit', '?limit=0'],
])('400 naming %s: %s', async (field, query) => {
  expect(await problemIn(await ask(query))).toEqual({ status: 400, code: 'bad_field', field })
})

test('401 without a token, 403 for people and services', async () => {
  expect((await world.call('GET /store/totals?kind=offer')).status).toBe(401)
  for (const as of ['anna', 'service:offers'])
    expect(await problemIn(await ask('?kind=offer', as))).toEqual({ status: 403, code: 'forbidden' })
})
