import { describe, expect, test } from 'vitest'
import { TRIES_MAX } from './lock-out.ts'
import { MAILS_PER_HOUR_MAX } from './mail-limit.ts'
import type { OpenPeopleWorld } from './open-people-world.fixture.ts'
import {
  askToken,
  cookieOf,
  follow,
  linksTo,
  MILA,
  PAGE,
  signUp,
  statusOfSignIn,
} from './people-steps.fixture.ts'

/** Tests of attacks on accounts, on a store. */
export function describeAbuse(name: string, openWorld: OpenPeopleWorld): void {
  describe(`abuse on ${name}`, () => {
    test.each([{ role: 'admin' }, { emailVerified: true }, { id: 'admin' }])(
      'a sign-up with %o is refused',
      async (extra) => {
        const world = await openWorld()
        const answer = await world.call('POST /accounts/auth/sign-up/email', { json: { ...MILA, ...extra } })
        expect(answer.status).toBe(400)
        expect(await answer.json()).toMatchObject({ code: 'bad_field', field: Object.keys(extra)[0] })
        expect(await world.mails()).toEqual([])
      },
    )

    test('wrong passwords lock one address for all machines, also when the tries are concurrent', async () => {
      const world = await openWorld()
      await signUp(world)
      const attempt = (email: string, machine: number) =>
        world.call('POST /accounts/auth/sign-in/email', {
          json: { email, password: 'a guess that is wrong' },
          headers: { 'x-forwarded-for': `198.51.100.${machine}` },
        })
      const tries = Array.from({ length: TRIES_MAX + 2 }, (_, machine) => attempt(MILA.email, machine))
      const statuses = (await Promise.all(tries)).map(({ status }) => status)
      expect(statuses.filter((status) => status === 401)).toHaveLength(TRIES_MAX)
      expect(statuses.filter((status) => status === 429)).toHaveLength(2)
      const locked = await world.call('POST /accounts/auth/sign-in/email', {
        json: MILA,
        headers: { 'x-forwarded-for': '203.0.113.9' },
      })
      expect(locked.status).toBe(429)
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await locked.json()).toMatchObject({ code: 'too_many_tries' })
      expect((await attempt('somebody@example.org', 200)).status).toBe(401)
    })

    test('a machine that repeatedly requests mails is rate limited', async () => {
      const world = await openWorld()
      const ask = async () =>
        (await world.call('POST /accounts/auth/request-password-reset', { json: { email: MILA.email } }))
          .status
      const statuses = [await ask(), await ask(), await ask(), await ask(), await ask(), await ask()]
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    })

    test('eight concurrent sign-ups with one address become one person', async () => {
      const world = await openWorld()
      const signUps = await Promise.all(
        Array.from({ length: 8 }, () => world.call('POST /accounts/auth/sign-up/email', { json: MILA })),
      )
      expect(signUps.map(({ status }) => status)).toEqual(Array(8).fill(200))
      await expect.poll(async () => (await world.mails()).length).toBe(MAILS_PER_HOUR_MAX)
      // Each gets a mail up to the limit; at most one of all links is valid.
      const links = await linksTo(world, MILA.email)
      expect(await statusOfSignIn(world, MILA)).toBe(403)
      const answers = await Promise.all(links.map((link) => follow(world, link)))
      const good = answers.filter(({ headers }) => headers.get('location') === '/confirmed').length
      expect(good).toBeLessThanOrEqual(1)
      expect(await statusOfSignIn(world, MILA)).toBe(good === 1 ? 200 : 403)
    })

    test('a form of another site has no effect, with or without the cookie', async () => {
      const world = await openWorld()
      await signUp(world)
      const cookie = cookieOf(
        await world.call('POST /accounts/auth/sign-in/email', { json: MILA, headers: PAGE }),
      )
      const foreign = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }
      for (const headers of [foreign, { ...foreign, cookie }, { cookie }, { cookie, origin: 'null' }]) {
        for (const path of ['auth/sign-out', 'auth/revoke-other-sessions', 'auth/sign-in/email', 'tokens']) {
          const answer = await world.call(`POST /accounts/${path}`, { headers })
          expect([path, answer.status >= 400]).toEqual([path, true])
        }
      }
      const signOut = await world.call('POST /accounts/auth/sign-out', { headers: { ...foreign, cookie } })
      expect(signOut.status).toBe(403)
      expect(await signOut.json()).toMatchObject({ code: 'foreign_origin' })
      expect((await askToken(world, { ...PAGE, cookie })).status).toBe(200)
    })

    test('a form is refused, because it is not JSON', async () => {
      const world = await openWorld()
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      expect((await world.call('POST /accounts/auth/sign-in/email', { headers })).status).toBe(415)
    })

    test('a name has a visible character, or is left out', async () => {
      const world = await openWorld()
      for (const text of [' ', '\u200b\u00ad', '\u3164']) {
        const answer = await world.call('POST /accounts/auth/sign-up/email', {
          json: { ...MILA, name: text },
        })
        expect(answer.status).toBe(400)
        expect(await answer.json()).toMatchObject({ field: 'name' })
      }
    })

    test('a link never leads to another site', async () => {
      const world = await openWorld()
      const evil = 'https://evil.example/'
      const answers = [
        await world.call('POST /accounts/auth/sign-up/email', { json: { ...MILA, callbackURL: evil } }),
        await world.call(`GET /accounts/auth/verify-email?token=x&callbackURL=${encodeURIComponent(evil)}`),
      ]
      for (const answer of answers) {
        expect(answer.status).toBe(403)
        expect(await answer.json()).toMatchObject({ code: 'invalid_callback_url', field: 'callbackURL' })
      }
    })
  })
}
