import { describe, expect, test } from 'vitest'
import type { OpenPeopleWorld } from './open-people-world.fixture.ts'
import {
  askToken,
  claimsOf,
  cookieOf,
  follow,
  linkTo,
  MILA,
  PAGE,
  signIn,
  signUp,
  tokenIn,
} from './people-steps.fixture.ts'

/** Tests of sign-up, sign-in and tokens, on a store. */
export function describeSignIn(name: string, openWorld: OpenPeopleWorld): void {
  describe(`signing in on ${name}`, () => {
    test('an app signs up, confirms, signs in, gets a token, and registers a device with it', async () => {
      const world = await openWorld()
      await signUp(world)
      const session = await signIn(world)
      const answer = await askToken(world, { 'x-session-token': session })
      expect(answer.status).toBe(200)
      const token = await tokenIn(answer.clone())
      const device = await world.call('POST /accounts/devices', {
        json: { device_id: 'phone-1' },
        headers: { authorization: `Bearer ${token}` },
      })
      expect(device.status).toBe(201)
      expect(await claimsOf(answer)).toMatchObject({
        role: 'person',
        aud: 'accounts',
        sub: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/u),
      })
    })

    test('the link that confirms an address redirects to a page for success, or for an invalid link', async () => {
      const world = await openWorld()
      await world.call('POST /accounts/auth/sign-up/email', { json: MILA })
      const link = await linkTo(world, MILA.email)
      const forged = await follow(world, link.replace('token=', 'token=x'))
      expect([forged.status, forged.headers.get('location')]).toEqual([302, '/confirmed?error=INVALID_TOKEN'])
      const good = await follow(world, link)
      expect([good.status, good.headers.get('location')]).toEqual([302, '/confirmed'])
    })

    test('a page gets its session only in a cookie that scripts cannot read', async () => {
      const world = await openWorld()
      await signUp(world)
      const answer = await world.call('POST /accounts/auth/sign-in/email', { json: MILA, headers: PAGE })
      expect(answer.status).toBe(200)
      expect(await answer.json()).not.toHaveProperty('token')
      expect(answer.headers.get('set-auth-token')).toBeNull()
      const [cookie = ''] = answer.headers.getSetCookie()
      expect(cookie).toMatch(/^__Host-push\.session_token=/u)
      for (const part of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/', 'Max-Age=2592000'])
        expect(cookie).toContain(part)
      expect(cookie).not.toContain('Domain')
      expect((await askToken(world, { ...PAGE, cookie: cookieOf(answer) })).status).toBe(200)
    })

    test('a sign-in is refused before the address is confirmed', async () => {
      const world = await openWorld()
      await world.call('POST /accounts/auth/sign-up/email', { json: MILA })
      const answer = await world.call('POST /accounts/auth/sign-in/email', { json: MILA })
      expect(answer.status).toBe(403)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(await answer.json()).toMatchObject({ code: 'email_not_verified' })
    })

    test('a page of this machine signs in without TLS; a page of another host name that resolves to it is refused', async () => {
      const world = await openWorld({ publicUrl: 'http://127.0.0.1:5123' })
      await world.call('POST /accounts/auth/sign-up/email', { json: MILA })
      const link = new URL(await linkTo(world, MILA.email))
      expect((await world.call(`GET ${link.pathname}${link.search}`)).status).toBe(302)
      const from = (host: string) =>
        world.call('POST /accounts/auth/sign-in/email', {
          json: MILA,
          headers: { origin: `http://${host}`, 'x-forwarded-host': host },
        })
      const answer = await from('localhost:5123')
      expect(answer.status).toBe(200)
      const [cookie = ''] = answer.headers.getSetCookie()
      expect(cookie).toMatch(/^push\.session_token=/u)
      expect(cookie).not.toContain('Secure')
      expect((await from('rebound.example:5123')).status).toBe(403)
    })
  })
}
