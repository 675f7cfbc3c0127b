import { describe, expect, test } from 'vitest'
import type { OpenPeopleWorld, PeopleWorld } from './open-people-world.fixture.ts'
import { askToken, linkTo, MILA, signIn, signUp, statusOfSignIn, tokenIn } from './people-steps.fixture.ts'

const NEW = { email: MILA.email, password: 'another good password' }

async function resetToken(world: PeopleWorld, nth: number): Promise<string> {
  await world.call('POST /accounts/auth/request-password-reset', { json: { email: MILA.email } })
  const { pathname, hash } = new URL(await linkTo(world, MILA.email, nth))
  expect(pathname).toBe('/reset-password')
  return hash.replace('#token=', '')
}

function reset(world: PeopleWorld, token: string, newPassword: string): Promise<Response> {
  return world.call('POST /accounts/auth/reset-password', { json: { token, newPassword } })
}

/** Tests of password resets, changes and lengths, on a store. */
export function describePasswords(name: string, openWorld: OpenPeopleWorld): void {
  describe(`passwords on ${name}`, () => {
    test('the link in a mail replaces a forgotten password once, and all sessions end', async () => {
      const world = await openWorld()
      await signUp(world)
      const session = await signIn(world)
      const token = await resetToken(world, 2)
      expect((await reset(world, token, NEW.password)).status).toBe(200)
      expect((await askToken(world, { 'x-session-token': session })).status).toBe(401)
      expect(await statusOfSignIn(world, MILA)).toBe(401)
      expect(await statusOfSignIn(world, NEW)).toBe(200)
      const again = await reset(world, token, 'yet another password')
      expect(again.status).toBe(400)
      expect(await again.json()).toMatchObject({ code: 'invalid_token', field: 'token' })
    })

    test('a reset by the owner of an address makes the sign-up of another person with it invalid', async () => {
      const world = await openWorld()
      await world.call('POST /accounts/auth/sign-up/email', {
        json: { ...MILA, password: 'a password of the thief' },
      })
      await linkTo(world, MILA.email)
      expect((await reset(world, await resetToken(world, 2), NEW.password)).status).toBe(200)
      expect(await statusOfSignIn(world, NEW)).toBe(200)
      expect(await statusOfSignIn(world, { ...MILA, password: 'a password of the thief' })).toBe(401)
    })

    test('a changed password ends the other sessions', async () => {
      const world = await openWorld()
      await signUp(world)
      const [mine, other] = [await signIn(world), await signIn(world)]
      const change = (currentPassword: string) =>
        world.call('POST /accounts/auth/change-password', {
          json: { currentPassword, newPassword: NEW.password },
          headers: { 'x-session-token': mine },
        })
      const refused = await change('not the password')
      expect(refused.status).toBe(400)
      expect(await refused.json()).toMatchObject({ code: 'invalid_password', field: 'currentPassword' })
      const changed = await change(MILA.password)
      expect(changed.status).toBe(200)
      const token = await tokenIn(changed)
      expect((await askToken(world, { 'x-session-token': other })).status).toBe(401)
      expect((await askToken(world, { 'x-session-token': token })).status).toBe(200)
    })

    test.each(['short', 'a'.repeat(129)])('a password of invalid length is refused: %s', async (password) => {
      const world = await openWorld()
      const answer = await world.call('POST /accounts/auth/sign-up/email', { json: { ...MILA, password } })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ code: 'bad_field', field: 'password' })
    })
  })
}
