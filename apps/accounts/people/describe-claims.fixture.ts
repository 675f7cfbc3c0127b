import { describe, expect, test } from 'vitest'
import { TRIES_MAX } from './lock-out.ts'
import type { OpenPeopleWorld, PeopleWorld } from './open-people-world.fixture.ts'
import {
  askToken,
  follow,
  linkTo,
  MILA,
  signIn,
  signUp,
  statusOfSignIn,
  tokenIn,
} from './people-steps.fixture.ts'

/** A sign-up by another person with Mila's address. */
const THIEF = { email: MILA.email, password: 'a password of the thief' }
const NEW_PASSWORD = 'another good password'

const CONFIRMED = '/confirmed'
const NOT_CONFIRMED = '/confirmed?error=INVALID_TOKEN'

async function askSignUp(world: PeopleWorld, json: { email: string; password: string }): Promise<void> {
  expect((await world.call('POST /accounts/auth/sign-up/email', { json })).status).toBe(200)
}

/** Follows a link that confirms an address; gives the page it redirects to. */
async function endOf(world: PeopleWorld, link: string): Promise<string | null> {
  const answer = await follow(world, link)
  expect(answer.status).toBe(302)
  return answer.headers.get('location')
}

/** Requests a new password; gives the token of the nth mail. */
async function resetToken(world: PeopleWorld, nth: number): Promise<string> {
  const json = { email: MILA.email }
  expect((await world.call('POST /accounts/auth/request-password-reset', { json })).status).toBe(200)
  return new URL(await linkTo(world, MILA.email, nth)).hash.replace('#token=', '')
}

function reset(world: PeopleWorld, token: string, newPassword = NEW_PASSWORD): Promise<Response> {
  return world.call('POST /accounts/auth/reset-password', { json: { token, newPassword } })
}

function change(world: PeopleWorld, session: string, currentPassword: string): Promise<Response> {
  return world.call('POST /accounts/auth/change-password', {
    json: { currentPassword, newPassword: NEW_PASSWORD },
    headers: { 'x-session-token': session },
  })
}

/** Tests of the ownership of addresses and the links in mails, on a store. */
export function describeClaims(name: string, openWorld: OpenPeopleWorld): void {
  describe(`who owns an address on ${name}`, () => {
    test('an earlier sign-up with the address of another person is invalid once that person confirms', async () => {
      const world = await openWorld()
      await askSignUp(world, THIEF)
      const early = await linkTo(world, MILA.email)
      await askSignUp(world, { ...MILA, email: 'Mila@Example.org' })
      const own = await linkTo(world, MILA.email, 2)
      expect(await endOf(world, early)).toBe(NOT_CONFIRMED)
      expect(await statusOfSignIn(world, MILA)).toBe(403)
      expect(await endOf(world, own)).toBe(CONFIRMED)
      expect(await statusOfSignIn(world, MILA)).toBe(200)
      expect(await statusOfSignIn(world, THIEF)).toBe(401)
    })

    test('a link confirms only the sign-up that it was sent for', async () => {
      const world = await openWorld()
      await askSignUp(world, MILA)
      const own = await linkTo(world, MILA.email)
      await askSignUp(world, THIEF)
      const late = await linkTo(world, MILA.email, 2)
      expect(await endOf(world, own)).toBe(NOT_CONFIRMED)
      expect([await statusOfSignIn(world, MILA), await statusOfSignIn(world, THIEF)]).toEqual([401, 403])
      await askSignUp(world, MILA)
      expect(await endOf(world, late)).toBe(NOT_CONFIRMED)
      expect(await endOf(world, await linkTo(world, MILA.email, 3))).toBe(CONFIRMED)
      expect([await statusOfSignIn(world, MILA), await statusOfSignIn(world, THIEF)]).toEqual([200, 401])
    })

    test('a concurrent sign-up is never confirmed by the link of another sign-up', async () => {
      for (let round = 0; round < 2; round += 1) {
        const world = await openWorld()
        await askSignUp(world, MILA)
        const own = await linkTo(world, MILA.email)
        const [end] = await Promise.all([endOf(world, own), askSignUp(world, THIEF), askSignUp(world, THIEF)])
        const statuses = [await statusOfSignIn(world, MILA), await statusOfSignIn(world, THIEF)]
        expect([end, ...statuses]).toEqual(end === CONFIRMED ? [end, 200, 401] : [NOT_CONFIRMED, 401, 403])
      }
    })

    test('a sign-up with an address that has an account changes nothing', async () => {
      const world = await openWorld()
      await signUp(world)
      await askSignUp(world, THIEF)
      await linkTo(world, MILA.email, 2)
      expect((await world.mails()).at(-1)?.subject).toBe('You already have an account')
      expect([await statusOfSignIn(world, MILA), await statusOfSignIn(world, THIEF)]).toEqual([200, 401])
    })

    test('a repeated mail is for the newest sign-up', async () => {
      const world = await openWorld()
      await askSignUp(world, THIEF)
      await linkTo(world, MILA.email)
      await askSignUp(world, MILA)
      await linkTo(world, MILA.email, 2)
      const json = { email: MILA.email }
      await world.call('POST /accounts/auth/send-verification-email', { json })
      expect(await endOf(world, await linkTo(world, MILA.email, 3))).toBe(CONFIRMED)
      expect([await statusOfSignIn(world, MILA), await statusOfSignIn(world, THIEF)]).toEqual([200, 401])
    })

    test('an unconfirmed sign-up is not a person: it gets no role and has no account', async () => {
      const world = await openWorld()
      await askSignUp(world, THIEF)
      const role = { json: { email: MILA.email, role: 'admin' }, headers: world.adminHeaders }
      expect((await world.call('PUT /accounts/roles', role)).status).toBe(404)
    })
  })

  describe(`links in mails on ${name}`, () => {
    test('that confirm work once, also when many follow them concurrently', async () => {
      const world = await openWorld()
      await askSignUp(world, MILA)
      const link = await linkTo(world, MILA.email)
      const ends = await Promise.all(Array.from({ length: 8 }, () => endOf(world, link)))
      expect(ends.filter((end) => end === CONFIRMED)).toHaveLength(1)
      expect(ends.filter((end) => end === NOT_CONFIRMED)).toHaveLength(7)
      expect(await endOf(world, link)).toBe(NOT_CONFIRMED)
      expect(await statusOfSignIn(world, MILA)).toBe(200)
    })

    test('that confirm are not used up by a HEAD', async () => {
      const world = await openWorld()
      await askSignUp(world, MILA)
      const { pathname, search } = new URL(await linkTo(world, MILA.email))
      const head = await world.call(`HEAD ${pathname}${search}`)
      expect(head.status).toBeLessThan(500)
      expect(await statusOfSignIn(world, MILA)).toBe(403)
      expect((await world.call(`GET ${pathname}${search}`)).headers.get('location')).toBe(CONFIRMED)
    })

    test('for a new password work once, also concurrently, and one ends all others', async () => {
      const world = await openWorld()
      await signUp(world)
      const tokens = [await resetToken(world, 2), await resetToken(world, 3)]
      const tries = Array.from({ length: 8 }, (_, n) =>
        reset(world, tokens[n % 2] ?? '', `${NEW_PASSWORD} ${n}`),
      )
      const statuses = (await Promise.all(tries)).map(({ status }) => status)
      expect(statuses.toSorted((a, b) => a - b)).toEqual([200, ...Array<number>(7).fill(400)])
      const winner = { ...MILA, password: `${NEW_PASSWORD} ${statuses.indexOf(200)}` }
      expect(await statusOfSignIn(world, winner)).toBe(200)
      for (const token of tokens) expect((await reset(world, token)).status).toBe(400)
    })

    test('for a new password are invalid when the password changes', async () => {
      const world = await openWorld()
      await signUp(world)
      const token = await resetToken(world, 2)
      expect((await change(world, await signIn(world), MILA.password)).status).toBe(200)
      const late = await reset(world, token, 'a password of the thief')
      expect([late.status, await late.json()]).toMatchObject([400, { code: 'invalid_token', field: 'token' }])
      expect(await statusOfSignIn(world, { ...MILA, password: NEW_PASSWORD })).toBe(200)
    })

    test('are all invalid once the address is confirmed, by a link or by a new password', async () => {
      const byLink = await openWorld()
      await askSignUp(byLink, MILA)
      const confirm = await linkTo(byLink, MILA.email)
      const token = await resetToken(byLink, 2)
      expect(await endOf(byLink, confirm)).toBe(CONFIRMED)
      expect((await reset(byLink, token)).status).toBe(400)
      expect(await statusOfSignIn(byLink, MILA)).toBe(200)

      const byReset = await openWorld()
      await askSignUp(byReset, MILA)
      const late = await linkTo(byReset, MILA.email)
      expect((await reset(byReset, await resetToken(byReset, 2))).status).toBe(200)
      expect(await endOf(byReset, late)).toBe(NOT_CONFIRMED)
      expect(await statusOfSignIn(byReset, { ...MILA, password: NEW_PASSWORD })).toBe(200)
    })

    test('are invalid after a newer sign-up, also those for a new password', async () => {
      const world = await openWorld()
      await askSignUp(world, THIEF)
      await linkTo(world, MILA.email)
      const token = await resetToken(world, 2)
      await askSignUp(world, MILA)
      await linkTo(world, MILA.email, 3)
      expect((await reset(world, token)).status).toBe(400)
    })

    test('are invalid once the account is deleted', async () => {
      const world = await openWorld()
      await signUp(world)
      const token = await resetToken(world, 2)
      const session = { 'x-session-token': await signIn(world) }
      const bearer = { authorization: `Bearer ${await tokenIn(await askToken(world, session))}` }
      const json = { password: MILA.password }
      expect((await world.call('DELETE /accounts/people/me', { json, headers: bearer })).status).toBe(200)
      expect((await reset(world, token)).status).toBe(400)
      expect(await statusOfSignIn(world, { ...MILA, password: NEW_PASSWORD })).toBe(401)
    })

    test('of one kind do not work as the other kind', async () => {
      const world = await openWorld()
      await askSignUp(world, MILA)
      const confirm = new URL(await linkTo(world, MILA.email)).searchParams.get('token') ?? ''
      expect((await reset(world, confirm)).status).toBe(400)
      const token = await resetToken(world, 2)
      const answer = await world.call(`GET /accounts/auth/verify-email?token=${token}&callbackURL=/confirmed`)
      expect(answer.headers.get('location')).toBe(NOT_CONFIRMED)
    })
  })

  describe(`wrong passwords on ${name}`, () => {
    const guess = 'a guess that is wrong'

    /** A session of Mila, and its token for accounts. */
    async function arrive(world: PeopleWorld) {
      await signUp(world)
      const session = await signIn(world)
      const token = await tokenIn(await askToken(world, { 'x-session-token': session }))
      const doors: Readonly<Record<string, (password: string) => Promise<number>>> = {
        'to sign in': (password) => statusOfSignIn(world, { ...MILA, password }),
        'to change the password': async (password) => (await change(world, session, password)).status,
        'to delete the account': async (password) =>
          (
            await world.call('DELETE /accounts/people/me', {
              json: { password },
              headers: { authorization: `Bearer ${token}` },
            })
          ).status,
      }
      return doors
    }

    test('are counted together for all endpoints', async () => {
      const world = await openWorld()
      const doors = await arrive(world)
      const tries = Array.from({ length: TRIES_MAX }, (_, n) => Object.values(doors)[n % 3])
      const statuses = await Promise.all(tries.map(async (open) => open?.(guess)))
      expect(statuses.filter((status) => status === 429)).toEqual([])
      for (const [door, open] of Object.entries(doors))
        expect([door, await open(MILA.password)]).toEqual([door, 429])
    })

    test('are counted from zero after a correct password', async () => {
      const world = await openWorld()
      const doors = await arrive(world)
      await Promise.all(Array.from({ length: TRIES_MAX - 1 }, async () => doors['to sign in']?.(guess)))
      expect(await doors['to change the password']?.(MILA.password)).toBe(200)
      expect(await doors['to sign in']?.(guess)).toBe(401)
    })
  })

  describe(`a session on ${name}`, () => {
    test('of the old password ends with the new one, even when its sign-in was in progress', async () => {
      const world = await openWorld()
      await signUp(world)
      const token = await resetToken(world, 2)
      const signingIn = Array.from({ length: 4 }, () =>
        world.call('POST /accounts/auth/sign-in/email', { json: MILA }),
      )
      expect((await reset(world, token)).status).toBe(200)
      for (const answer of await Promise.all(signingIn)) {
        if (answer.status !== 200) continue
        expect((await askToken(world, { 'x-session-token': await tokenIn(answer) })).status).toBe(401)
      }
      expect(await statusOfSignIn(world, { ...MILA, password: NEW_PASSWORD })).toBe(200)
    })
  })
}
