import { expect, test } from 'vitest'
import { openWorld, type World } from './open-world.fixture.ts'

async function meantBy({ call }: World, query: Record<string, string>, kind = 'offers'): Promise<unknown> {
  const response = await call(`GET /store/${kind}?${new URLSearchParams(query).toString()}`)
  expect(response.status).toBe(200)
  return ((await response.json()) as { didYouMean?: unknown }).didYouMean
}

test('a list that found nothing names similar keywords as people write them, the most similar first', async () => {
  const world = await openWorld()
  for (const keyword of [
    'Fahrräder',
    'Fahrrad',
    'Fahrkarte',
    'Fahrradschloss',
    'Auto',
    'Vahrrad',
    'Fahrgast',
    'Fahrgat',
  ])
    await world.write('offers', 'ben', { keywords: [keyword] })
  await world.write('offers', 'ben', { keywords: ['Fahrbad'], active: false })
  expect(await meantBy(world, { keywords: 'fahrad' })).toEqual(['Fahrrad', 'Fahrgat'])
  expect(await meantBy(world, { keywords: 'xyz,FAHRAD' })).toEqual(['Fahrrad', 'Fahrgat'])
  expect(await meantBy(world, { q: 'ein fahrad' })).toEqual(['Fahrrad', 'Fahrgat'])
  expect(await meantBy(world, { keywords: 'fahrgas' })).toEqual(['Fahrgast', 'Fahrgat', 'Fahrrad'])
  expect(await meantBy(world, { keywords: 'fahrk' })).toEqual(['Fahrkarte'])
  for (const query of [{ keywords: 'Fahrrad' }, { keywords: 'xyzw' }, {}, { keywords: 'aut,fahrrad' }])
    expect(await meantBy(world, query)).toBeUndefined()
})

test('only words of what is near by count, at most five', async () => {
  const world = await openWorld()
  for (const end of 'abcdefg') await world.write('offers', 'ben', { keywords: [`zithe${end}`] })
  const [here, far] = [
    { near: '52.52,13.405', radius: '500' },
    { near: '48.1,11.5', radius: '500' },
  ]
  expect(await meantBy(world, { keywords: 'zither', ...here })).toHaveLength(5)
  expect(await meantBy(world, { keywords: 'zither', ...far })).toBeUndefined()
  expect(await meantBy(world, { keywords: 'zither', box: '13.3,52.4,13.5,52.6' })).toHaveLength(5)
  expect(await meantBy(world, { keywords: 'zither', box: '11.3,48,11.5,48.2' })).toBeUndefined()
})

test('a word that is searched counts from three people on', async () => {
  const world = await openWorld()
  for (const person of ['anna', 'anna', 'ben'])
    await world.write('searches', person, { keywords: ['Zither'] })
  expect(await meantBy(world, { keywords: 'zitter' }, 'searches')).toBeUndefined()
  await world.write('searches', 'cleo', { keywords: ['Zither'] })
  expect(await meantBy(world, { keywords: 'zitter' }, 'searches')).toEqual(['Zither'])
  expect(await meantBy(world, { keywords: 'zitter' })).toBeUndefined()
})

test('a list of what one person has, and a later page, have no suggestion', async () => {
  const world = await openWorld()
  await world.write('offers', 'ben', { keywords: ['Zither'] })
  expect(await meantBy(world, { keywords: 'zitter' })).toEqual(['Zither'])
  expect(await meantBy(world, { keywords: 'zitter', cursor: '0' })).toBeUndefined()
  const own = await world.call('GET /store/offers?keywords=zitter&owner=ben', { as: 'anna' })
  expect(await own.json()).toEqual({ items: [] })
})

test('the page for browsers has links, and shows a hostile keyword as text', async () => {
  const world = await openWorld()
  await world.write('offers', 'ben', { keywords: ['<b>zither & co'] })
  const path = `GET /store/offers?keywords=${encodeURIComponent('<b>zither & c0')}`
  const page = await (await world.call(path, { headers: { accept: 'text/html' } })).text()
  expect(page).toContain('href="/store/offers?keywords=%3Cb%3Ezither%20%26%20co">&lt;b>zither &amp; co</a>')
})
