import { describe, expect, test } from 'vitest'
import type { OpenPeopleWorld, PeopleWorld } from '../people/open-people-world.fixture.ts'
import { askToken, claimsOf, MILA, signIn, signUp, tokenIn } from '../people/people-steps.fixture.ts'

function give(world: PeopleWorld, change: object, headers = world.adminHeaders): Promise<Response> {
  return world.call('PUT /accounts/roles', {
    json: { email: MILA.email, role: 'operate', ...change },
    headers,
  })
}

/** Tests of `PUT /accounts/roles` on a store. */
export function describeRolePut(name: string, openWorld: OpenPeopleWorld): void {
  describe(`PUT /accounts/roles on ${name}`, () => {
    test('200: the next token of an open session has the new role; a removed role is no longer in tokens', async () => {
      const world = await openWorld()
      await signUp(world)
      const session = { 'x-session-token': await signIn(world) }
      const answer = await give(world, { email: 'Mila@Example.org' })
      expect([answer.status, await answer.json()]).toEqual([
        200,
        { email: 'Mila@Example.org', role: 'operate' },
      ])
      expect(await claimsOf(await askToken(world, session))).toMatchObject({ role: 'operate' })
      expect((await give(world, { role: 'person' })).status).toBe(200)
      expect(await claimsOf(await askToken(world, session))).toMatchObject({ role: 'person' })
    })

    test('404 for an unknown address', async () => {
      const world = await openWorld()
      expect((await give(world, {})).status).toBe(404)
    })

    test('400 for an invalid role or address', async () => {
      const world = await openWorld()
      expect((await give(world, { role: 'service' })).status).toBe(400)
      expect((await give(world, { email: 'mila' })).status).toBe(400)
    })

    test('401 without a token, 403 for a person, whose role does not change', async () => {
      const world = await openWorld()
      await signUp(world)
      const session = { 'x-session-token': await signIn(world) }
      const token = await tokenIn(await askToken(world, session))
      expect((await give(world, {}, {})).status).toBe(401)
      expect((await give(world, {}, { authorization: `Bearer ${token}` })).status).toBe(403)
      expect(await claimsOf(await askToken(world, session))).toMatchObject({ role: 'person' })
    })
  })
}
