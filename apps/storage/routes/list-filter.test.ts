import { beforeEach, expect, test } from 'vitest'
import { openWorld, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const ask = (query: string, as?: string) =>
  world.call(`GET /store/filter?${query}`, as === undefined ? {} : { as })

test.each([
  ['kind=offer', '/store/offers'],
  [
    'kind=offer&keywords=&q=&place=+&radius=5000&owner=&active=&hidden=&sort=&limit=50',
    '/store/offers?limit=50',
  ],
  ['kind=search&keywords=bike&owner=anna', '/store/searches?keywords=bike&owner=anna'],
  ['kind=offer&place=Köln&radius=5000', '/store/offers?place=K%C3%B6ln&radius=5000'],
  ['kind=offer&place=52.52,+13.405&radius=5000', '/store/offers?near=52.52%2C+13.405&radius=5000'],
  ['kind=offer&keywords=bike&sort=best', '/store/offers?keywords=bike&sort=best'],
  ['kind=offer&q=%2F%2Fevil.example', '/store/offers?q=%2F%2Fevil.example'],
])('303: %s leads to %s', async (query, location) => {
  for (const as of ['operate', 'admin']) {
    const response = await ask(query, as)
    expect([response.status, response.headers.get('location')]).toEqual([303, location])
  }
})

test.each([
  ['q=bike&keywords=bike', 'Empty one of these fields'],
  ['q=bike&place=Köln&radius=5000', 'Empty one of these fields'],
  ['place=Nowhere-at-all&radius=5000', 'No place of this name'],
  ['owner=no%20spaces', 'An owner has a name'],
  ['keywords=bike&sort=nearest', 'Only a list near a place'],
  ['owner=anna&sort=best', 'Only a list with keywords'],
  ['limit=9999', 'must be at most 200'],
])('400: the page says what is wrong with %s, and keeps what was written', async (query, words) => {
  const response = await ask(`kind=offer&${query}`, 'admin')
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
  const page = await response.text()
  expect(page).toContain(words)
  const [[name, value] = ['', '']] = [...new URLSearchParams(query)]
  if (name !== 'limit') expect(page).toMatch(new RegExp(`name="${name}"[^>]* value="${value}"`, 'u'))
})

test('400 for another kind', async () => {
  expect((await ask('kind=person', 'admin')).status).toBe(400)
  expect((await ask('', 'admin')).status).toBe(400)
})

test('401 without a token, 403 for people', async () => {
  expect((await ask('kind=offer')).status).toBe(401)
  expect((await ask('kind=offer', 'anna')).status).toBe(403)
})
