import { expect, test } from 'vitest'
import { signServiceToken } from '#lib/auth/tokens.ts'
import { openPeopleWorld, type PeopleWorld } from '../people/open-people-world.fixture.ts'

async function ask(world: PeopleWorld, query = '') {
  const authorization = `Bearer ${await signServiceToken(world.keys, 'matching', 'accounts')}`
  return world.call(`GET /accounts/erased${query}`, { headers: { authorization } })
}

test('200: the erased people, in consecutive pages', async () => {
  const world = await openPeopleWorld()
  expect(await (await ask(world)).json()).toEqual({ items: [], next: '0' })
  for (const person of ['ada', 'ben', 'eve']) await world.eraser.erase(person)
  const first = await (await ask(world, '?limit=2')).json()
  expect(first).toMatchObject({ items: [{ person: 'ada' }, { person: 'ben' }] })
  const { next } = first as { next: string }
  const second = await (await ask(world, `?limit=2&since=${next}`)).json()
  expect(second).toMatchObject({ items: [{ person: 'eve', copies_until: expect.any(String) as string }] })
  const last = (second as { next: string }).next
  expect(await (await ask(world, `?since=${last}`)).json()).toEqual({ items: [], next: last })
})

test('400 for an invalid cursor or limit, 401 and 403 for callers that are not services', async () => {
  const world = await openPeopleWorld()
  expect((await ask(world, '?since=x')).status).toBe(400)
  expect((await ask(world, '?limit=0')).status).toBe(400)
  expect((await world.call('GET /accounts/erased')).status).toBe(401)
  expect((await world.call('GET /accounts/erased', { headers: world.adminHeaders })).status).toBe(403)
})
