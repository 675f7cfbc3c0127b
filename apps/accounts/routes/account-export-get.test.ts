import { expect, onTestFinished, test } from 'vitest'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { openPeopleWorld, type PeopleWorld } from '../people/open-people-world.fixture.ts'

async function ask(world: PeopleWorld, person = 'ada') {
  const token = await signPersonToken(world.keys, { person, role: 'person' }, 'accounts')
  return world.call('GET /accounts/people/me/export', { headers: { authorization: `Bearer ${token}` } })
}

// tests/flow checks a complete export with all stations.

test('503 when a station is unavailable: there is no incomplete export', async () => {
  const world = await openPeopleWorld()
  const answer = await ask(world)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
  // The next export is possible again.
  expect((await ask(world)).status).toBe(503)
})

test('429 for a second concurrent export of the same person only', async () => {
  const held = Promise.withResolvers<Response>()
  let asked = 0
  const server = Bun.serve({
    development: false,
    port: 0,
    fetch: () => {
      asked += 1
      return held.promise.then((response) => response.clone())
    },
  })
  onTestFinished(() => server.stop(true))
  const url = server.url.href
  const urls = { storage: url, matching: url, notifications: url, images: url }
  const world = await openPeopleWorld({ urls })
  const first = ask(world)
  await expect.poll(() => asked).toBe(4)
  const second = await ask(world)
  expect([second.status, second.headers.get('retry-after')]).toEqual([429, '30'])
  const bens = ask(world, 'ben')
  await expect.poll(() => asked).toBe(8)
  held.resolve(new Response(null, { status: 503 }))
  expect((await first).status).toBe(503)
  expect((await bens).status).toBe(503)
})

test('a HEAD starts no export, and does not block one', async () => {
  const server = Bun.serve({ development: false, port: 0, fetch: () => Response.json({ files: {} }) })
  onTestFinished(() => server.stop(true))
  const url = server.url.href
  const world = await openPeopleWorld({
    urls: { storage: url, matching: url, notifications: url, images: url },
  })
  const token = await signPersonToken(world.keys, { person: 'ada', role: 'person' }, 'accounts')
  const askBy = (method: 'HEAD' | 'GET') =>
    world.call(`${method} /accounts/people/me/export`, { headers: { authorization: `Bearer ${token}` } })
  const head = await askBy('HEAD')
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
    200,
    'application/zip',
    '',
  ])
  for (const _ of [1, 2]) {
    const answer = await askBy('GET')
    expect([answer.status, (await answer.bytes()).length > 0]).toEqual([200, true])
  }
})

test('401 without a token, and with a token for another station', async () => {
  const world = await openPeopleWorld()
  expect((await world.call('GET /accounts/people/me/export')).status).toBe(401)
  const token = await signPersonToken(world.keys, { person: 'ada', role: 'person' }, 'storage')
  const headers = { authorization: `Bearer ${token}` }
  expect((await world.call('GET /accounts/people/me/export', { headers })).status).toBe(401)
})
