import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { OpenPeopleWorld, PeopleWorld } from './open-people-world.fixture.ts'
import { askToken, linkTo, MILA, signIn, signUp, tokenIn } from './people-steps.fixture.ts'

const NEW_PASSWORD = 'another good password'

/** A session, and its token for accounts. */
interface Arrived {
  readonly session: Readonly<Record<string, string>>
  readonly bearer: Readonly<Record<string, string>>
}

async function arrive(world: PeopleWorld): Promise<Arrived> {
  const session = { 'x-session-token': await signIn(world) }
  return { session, bearer: await bearerOf(world, session) }
}

async function bearerOf(world: PeopleWorld, session: Arrived['session']): Promise<Arrived['bearer']> {
  const answer = await askToken(world, session)
  expect(answer.status).toBe(200)
  return { authorization: `Bearer ${await tokenIn(answer)}` }
}

/** The status of a call with a token. */
const statusWith = async (world: PeopleWorld, { bearer }: Pick<Arrived, 'bearer'>) =>
  (await world.call('GET /accounts/devices', { headers: bearer })).status

async function reset(world: PeopleWorld): Promise<void> {
  await world.call('POST /accounts/auth/request-password-reset', { json: { email: MILA.email } })
  const token = new URL(await linkTo(world, MILA.email, 2)).hash.replace('#token=', '')
  const json = { token, newPassword: NEW_PASSWORD }
  expect((await world.call('POST /accounts/auth/reset-password', { json })).status).toBe(200)
}

async function sessionTokens(world: PeopleWorld, { session }: Arrived): Promise<string[]> {
  const listed = await world.call('GET /accounts/auth/list-sessions', { headers: session })
  return z
    .array(z.object({ token: z.string() }))
    .parse(await listed.json())
    .map(({ token }) => token)
}

/** Tests that the tokens of a session are invalid when it ends, on a store. */
export function describeEndings(name: string, openWorld: OpenPeopleWorld): void {
  describe(`tokens of sessions that ended on ${name}`, () => {
    const post = async (world: PeopleWorld, path: string, { session }: Arrived, json?: object) => {
      const answer = await world.call(`POST /accounts/auth/${path}`, { headers: session, json })
      expect(answer.status).toBe(200)
      return answer
    }

    test('are invalid after a password reset by mail; tokens of a later sign-in are valid immediately', async () => {
      const world = await openWorld()
      await signUp(world)
      const both = [await arrive(world), await arrive(world)]
      for (const each of both) expect(await statusWith(world, each)).toBe(200)
      await reset(world)
      for (const each of both) expect(await statusWith(world, each)).toBe(401)
      const json = { email: MILA.email, password: NEW_PASSWORD }
      const signedIn = await world.call('POST /accounts/auth/sign-in/email', { json })
      const session = { 'x-session-token': await tokenIn(signedIn) }
      expect(await statusWith(world, { bearer: await bearerOf(world, session) })).toBe(200)
    })

    test('are invalid after a password change; the session that changed it continues with a new token', async () => {
      const world = await openWorld()
      await signUp(world)
      const [mine, other] = [await arrive(world), await arrive(world)]
      const json = { currentPassword: MILA.password, newPassword: NEW_PASSWORD }
      const changed = await post(world, 'change-password', mine, json)
      expect([await statusWith(world, mine), await statusWith(world, other)]).toEqual([401, 401])
      const session = { 'x-session-token': await tokenIn(changed) }
      expect(await statusWith(world, { bearer: await bearerOf(world, session) })).toBe(200)
    })

    test('stay valid when a password changes and the other sessions are kept', async () => {
      const world = await openWorld()
      await signUp(world)
      const [mine, other] = [await arrive(world), await arrive(world)]
      const json = { currentPassword: MILA.password, newPassword: NEW_PASSWORD, revokeOtherSessions: false }
      await post(world, 'change-password', mine, json)
      expect([await statusWith(world, mine), await statusWith(world, other)]).toEqual([200, 200])
    })

    test('are invalid after a sign-out; tokens of other sessions are not', async () => {
      const world = await openWorld()
      await signUp(world)
      const [mine, other] = [await arrive(world), await arrive(world)]
      await post(world, 'sign-out', mine)
      expect([await statusWith(world, mine), await statusWith(world, other)]).toEqual([401, 200])
    })

    test('are invalid when another session ended this one, or all others', async () => {
      const world = await openWorld()
      await signUp(world)
      const [mine, lost, third] = [await arrive(world), await arrive(world), await arrive(world)]
      const tokens = await sessionTokens(world, mine)
      const token = tokens.find((each) => lost.session['x-session-token']?.startsWith(each)) ?? ''
      await post(world, 'revoke-session', mine, { token })
      const statuses = async () => Promise.all([mine, lost, third].map((each) => statusWith(world, each)))
      expect(await statuses()).toEqual([200, 401, 200])
      await post(world, 'revoke-other-sessions', mine)
      expect(await statuses()).toEqual([200, 401, 401])
    })

    test('are invalid after a change of role; the session gets new ones', async () => {
      const world = await openWorld()
      await signUp(world)
      const mila = await arrive(world)
      const role = { json: { email: MILA.email, role: 'operate' }, headers: world.adminHeaders }
      expect((await world.call('PUT /accounts/roles', role)).status).toBe(200)
      expect(await statusWith(world, mila)).toBe(401)
      // The account is no longer a person's.
      expect(await statusWith(world, { bearer: await bearerOf(world, mila.session) })).toBe(403)
    })

    test('are invalid once the account is deleted', async () => {
      const world = await openWorld()
      await signUp(world)
      const [mine, other] = [await arrive(world), await arrive(world)]
      const json = { password: MILA.password }
      expect((await world.call('DELETE /accounts/people/me', { headers: mine.bearer, json })).status).toBe(
        200,
      )
      expect([await statusWith(world, mine), await statusWith(world, other)]).toEqual([401, 401])
    })

    test('are invalid even when they were issued while the session ended', async () => {
      const world = await openWorld()
      await signUp(world)
      const mila = await arrive(world)
      const asking = Array.from({ length: 20 }, async () => {
        const answer = await askToken(world, mila.session)
        return answer.status === 200
          ? { bearer: { authorization: `Bearer ${await tokenIn(answer)}` } }
          : undefined
      })
      await Promise.all([reset(world), ...asking])
      for (const given of await Promise.all(asking))
        if (given !== undefined) expect(await statusWith(world, given)).toBe(401)
    })
  })
}
