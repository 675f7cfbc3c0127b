import { expect, test } from 'vitest'
import { signServiceToken } from '#lib/auth/tokens.ts'
import { endedSessionsSchema } from '#lib/service-client/ended-sessions.ts'
import { openPeopleWorld, type PeopleWorld } from '../people/open-people-world.fixture.ts'
import { MILA, signIn, signUp } from '../people/people-steps.fixture.ts'

async function ask(world: PeopleWorld, query = '') {
  const authorization = `Bearer ${await signServiceToken(world.keys, 'storage', 'accounts')}`
  return world.call(`GET /accounts/ended-sessions${query}`, { headers: { authorization } })
}

test('200: the sessions that ended, in consecutive pages, without their secrets', async () => {
  const world = await openPeopleWorld()
  expect(await (await ask(world)).json()).toEqual({ items: [], next: '0' })
  await signUp(world)
  const tokens = [await signIn(world), await signIn(world)]
  for (const token of tokens)
    await world.call('POST /accounts/auth/sign-out', { headers: { 'x-session-token': token } })
  const first = endedSessionsSchema.parse(await (await ask(world, '?limit=1')).json())
  const second = endedSessionsSchema.parse(await (await ask(world, `?since=${first.next}`)).json())
  expect([first.items.length, second.items.length]).toEqual([1, 1])
  expect(second.items[0]?.session).not.toBe(first.items[0]?.session)
  const text = JSON.stringify([first, second])
  for (const secret of [...tokens.map((token) => token.split('.')[0] ?? ''), MILA.email])
    expect(text).not.toContain(secret)
  expect(await (await ask(world, `?since=${second.next}`)).json()).toEqual({ items: [], next: second.next })
})

test('400 for an invalid cursor or limit, 401 and 403 for callers that are not services', async () => {
  const world = await openPeopleWorld()
  expect((await ask(world, '?since=x')).status).toBe(400)
  expect((await ask(world, '?limit=0')).status).toBe(400)
  expect((await world.call('GET /accounts/ended-sessions')).status).toBe(401)
  expect((await world.call('GET /accounts/ended-sessions', { headers: world.adminHeaders })).status).toBe(403)
})
