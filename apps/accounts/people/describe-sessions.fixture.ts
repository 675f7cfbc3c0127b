import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { OpenPeopleWorld } from './open-people-world.fixture.ts'
import { askToken, cookieOf, MILA, PAGE, signIn, signUp } from './people-steps.fixture.ts'

const ATTACKER = { email: 'eve@example.org', password: 'a password of an attacker' }

/** Tests of sessions, on a store. */
export function describeSessions(name: string, openWorld: OpenPeopleWorld): void {
  describe(`sessions on ${name}`, () => {
    test('a session from before a sign-in is not used after it', async () => {
      const world = await openWorld()
      await signUp(world)
      await signUp(world, ATTACKER)
      const foreign = cookieOf(
        await world.call('POST /accounts/auth/sign-in/email', { json: ATTACKER, headers: PAGE }),
      )
      const answer = await world.call('POST /accounts/auth/sign-in/email', {
        json: MILA,
        headers: { ...PAGE, cookie: foreign },
      })
      const own = cookieOf(answer)
      expect(own).not.toBe(foreign)
      const whose = async (cookie: string) => {
        const shown = await world.call('GET /accounts/auth/get-session', { headers: { cookie } })
        return z.object({ user: z.object({ email: z.string() }) }).parse(await shown.json())
      }
      expect((await whose(own)).user.email).toBe(MILA.email)
      expect((await whose(foreign)).user.email).toBe(ATTACKER.email)
    })

    test('an unsigned session token is invalid', async () => {
      const world = await openWorld()
      await signUp(world)
      const session = await signIn(world)
      const bare = session.split('.')[0] ?? ''
      for (const token of [bare, `${bare}.${'A'.repeat(43)}=`, 'made-up', `${session}x`]) {
        const answer = await askToken(world, { 'x-session-token': token })
        expect(answer.status).toBe(401)
        expect(await answer.json()).toMatchObject({ code: 'no_session' })
      }
    })

    test('a revoked session gives no token', async () => {
      const world = await openWorld()
      await signUp(world)
      const [mine, lost] = [await signIn(world), await signIn(world)]
      const headers = { 'x-session-token': mine }
      const listed = await world.call('GET /accounts/auth/list-sessions', { headers })
      const sessions = z.array(z.object({ token: z.string() })).parse(await listed.json())
      expect(sessions).toHaveLength(2)
      const token = sessions.map((each) => each.token).find((each) => lost.startsWith(each)) ?? ''
      expect(
        (await world.call('POST /accounts/auth/revoke-session', { json: { token }, headers })).status,
      ).toBe(200)
      expect((await askToken(world, { 'x-session-token': lost })).status).toBe(401)
      expect((await askToken(world, headers)).status).toBe(200)
    })

    test('one call ends all other sessions, and a sign-out ends its own', async () => {
      const world = await openWorld()
      await signUp(world)
      const [mine, other] = [await signIn(world), await signIn(world)]
      const headers = { 'x-session-token': mine }
      expect((await world.call('POST /accounts/auth/revoke-other-sessions', { headers })).status).toBe(200)
      expect((await askToken(world, { 'x-session-token': other })).status).toBe(401)
      expect((await askToken(world, headers)).status).toBe(200)
      expect((await world.call('POST /accounts/auth/sign-out', { headers })).status).toBe(200)
      expect((await askToken(world, headers)).status).toBe(401)
    })

    test('without a session no sessions are listed', async () => {
      const world = await openWorld()
      expect((await askToken(world, {})).status).toBe(401)
      const answer = await world.call('GET /accounts/auth/list-sessions')
      expect(answer.status).toBe(401)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
    })

    test('a session token in Authorization is refused; it belongs in its own header', async () => {
      const world = await openWorld()
      await signUp(world)
      expect((await askToken(world, { authorization: `Bearer ${await signIn(world)}` })).status).toBe(401)
    })
  })
}
