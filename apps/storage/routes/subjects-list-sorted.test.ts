import { beforeEach, expect, test } from 'vitest'
import { BERLIN } from '#lib/builders/a-subject.ts'
import { travel } from '#lib/geo/travel.ts'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const NEAR = `near=${BERLIN.lat},${BERLIN.lng}&radius=20000`

async function write(title: string, northMeters: number, over: Record<string, unknown> = {}) {
  const circle = { centre: travel(BERLIN, 0, northMeters), radiusMeters: 1_000 }
  await world.write('offers', 'anna', { title, region: { circle }, ...over })
}

async function list(query: string) {
  const response = await world.call(`GET /store/offers?${query}`)
  const { items, next } = (await response.json()) as { items: { title: string }[]; next?: string }
  return { titles: items.map(({ title }) => title), next: next ?? '', link: response.headers.get('link') }
}

test('nearest: by class, in a class the newest first, whoever is nearer in it', async () => {
  await write('second', 1_100)
  await write('far', 6_000)
  await write('nearer', 10)
  await write('newer', 900)
  await write('first of its class', 1_900)
  await write('beyond', 21_000)
  const order = ['newer', 'nearer', 'first of its class', 'second', 'far']
  expect((await list(`${NEAR}&sort=nearest`)).titles).toEqual(order)
  const first = await list(`${NEAR}&sort=nearest&limit=3`)
  const second = await list(`${NEAR}&sort=nearest&limit=3&cursor=${first.next}`)
  expect([...first.titles, ...second.titles]).toEqual(order)
  expect([first.link, second.link]).toEqual([expect.stringContaining(first.next.slice(1)), null])
})

test('best: most words first, then the nearest class, then the newest', async () => {
  await write('both, far', 6_000, { keywords: ['Räder', 'Helme'] })
  await write('both, near', 10, { keywords: ['Rad', 'Helm'] })
  await write('one, near', 20, { keywords: ['rad'] })
  await write('one, newer', 30, { keywords: ['helm', 'x'] })
  const keywords = `keywords=${encodeURIComponent('Rad,Helm')}`
  expect((await list(`${NEAR}&${keywords}&sort=best`)).titles).toEqual([
    'both, near',
    'both, far',
    'one, newer',
    'one, near',
  ])
  const first = await list(`${keywords}&sort=best&limit=3`)
  expect(first.titles).toEqual(['both, near', 'both, far', 'one, newer'])
  expect((await list(`${keywords}&sort=best&limit=3&cursor=${first.next}`)).titles).toEqual(['one, near'])
})

test('newest is the order without the parameter', async () => {
  await write('first', 10)
  await write('second', 900)
  expect((await list(`${NEAR}&sort=newest`)).titles).toEqual((await list(NEAR)).titles)
})

test('400 naming the field', async () => {
  const mark = (value: unknown) => `~${Buffer.from(JSON.stringify(value)).toString('base64url')}`
  const nearest = `${NEAR}&sort=nearest`
  const wrong = [
    ['sort', 'sort=cheapest'],
    ['sort', 'sort=nearest'],
    ['sort', 'sort=nearest&box=1,2,3,4'],
    ['sort', `${NEAR}&sort=best`],
    ['cursor', `${nearest}&cursor=id-1`],
    ['cursor', `${nearest}&cursor=~`],
    ['cursor', `${nearest}&cursor=~%00`],
    ['cursor', `${nearest}&cursor=${mark(['best', 'a', 1, 0, 'b'])}`],
    ['cursor', `${nearest}&cursor=${mark(['nearest', 5, 'a'])}`],
    ['cursor', `${nearest}&cursor=${mark(['nearest', -1, 'a'])}`],
    ['cursor', `${nearest}&cursor=${mark(['nearest', 0.5, 'a'])}`],
    ['cursor', `${nearest}&cursor=${mark(['nearest', 1, "'"])}`],
    ['cursor', `${nearest}&cursor=${mark(['nearest', 1, { $gt: '' }])}`],
    ['cursor', `${nearest}&cursor=${mark(['nearest', 1, 'a', 'b'])}`],
    ['cursor', `${nearest}&cursor=${mark(['nearest', 1, 'a'.repeat(500)])}`],
    ['cursor', `keywords=a&sort=best&cursor=${mark(['nearest', 1, 'a'])}`],
    ['cursor', `keywords=a&sort=best&cursor=a`],
    ['cursor', `cursor=${mark(['nearest', 1, 'a'])}`],
  ] as const
  for (const [field, query] of wrong) {
    const problem = await problemIn(await world.call(`GET /store/offers?${query}`))
    expect({ query, ...problem }).toEqual({ query, status: 400, code: 'bad_field', field })
  }
})
