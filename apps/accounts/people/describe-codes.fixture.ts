import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { CODES_PER_DAY_MAX, CODES_PER_NETWORK_MAX } from './code-limit.ts'
import type { OpenPeopleWorld, PeopleWorld } from './open-people-world.fixture.ts'
import {
  askToken,
  claimsOf,
  codeTo,
  cookieOf,
  follow,
  linkTo,
  MILA,
  PAGE,
  signUp,
  statusOfSignIn,
  tokenIn,
} from './people-steps.fixture.ts'
import { CODE_MINUTES, CODE_TRIES_MAX } from './sign-in-codes.ts'

const { email: EMAIL } = MILA

const ticketSchema = z.strictObject({ ticket: z.string() })

/** Asks for a code; gives its ticket. */
async function askCode(world: PeopleWorld, email: string = EMAIL, machine = 1): Promise<string> {
  const answer = await world.call('POST /accounts/auth/send-code', {
    json: { email },
    // Each machine is in a network of its own.
    headers: { 'x-forwarded-for': `198.51.${machine}.1` },
  })
  expect(answer.status).toBe(200)
  return ticketSchema.parse(await answer.json()).ticket
}

/** Signs in with a code. */
function enter(
  world: PeopleWorld,
  given: { readonly ticket: string; readonly code: string },
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return world.call('POST /accounts/auth/sign-in/code', { json: given, headers })
}

/** A code that is not this one. */
function otherThan(code: string): string {
  return code === '000000' ? '000001' : '000000'
}

/** Tests of codes in mails, on a store. */
export function describeCodes(name: string, openWorld: OpenPeopleWorld): void {
  describe(`codes on ${name}`, () => {
    test('an address and a code are enough for a session; the account is made then', async () => {
      const world = await openWorld()
      const ticket = await askCode(world)
      const answer = await enter(world, { ticket, code: await codeTo(world) })
      expect(answer.status).toBe(200)
      expect(await answer.clone().json()).toMatchObject({
        user: { email: EMAIL, emailVerified: true, name: '' },
      })
      const claims = await claimsOf(await askToken(world, { 'x-session-token': await tokenIn(answer) }))
      expect(claims).toMatchObject({ role: 'person' })
    })

    test('a page gets its session in a cookie only; a code with spaces works', async () => {
      const world = await openWorld()
      const ticket = await askCode(world)
      const code = await codeTo(world)
      const answer = await enter(world, { ticket, code: ` ${code.slice(0, 3)} ${code.slice(3)} ` }, PAGE)
      expect(answer.status).toBe(200)
      expect(await answer.json()).not.toHaveProperty('token')
      expect((await askToken(world, { ...PAGE, cookie: cookieOf(answer) })).status).toBe(200)
    })

    test('a code does not sign in an operator or an admin', async () => {
      const world = await openWorld()
      const confirmed = await enter(world, { ticket: await askCode(world), code: await codeTo(world) })
      expect(confirmed.status).toBe(200)
      for (const [nth, role] of (['operate', 'admin'] as const).entries()) {
        const given = await world.call('PUT /accounts/roles', {
          json: { email: EMAIL, role },
          headers: world.adminHeaders,
        })
        expect(given.status).toBeLessThan(300)
        const ticket = await askCode(world)
        const answer = await enter(world, { ticket, code: await codeTo(world, EMAIL, nth + 2) })
        expect(answer.status).toBe(403)
        expect(answer.headers.getSetCookie()).toEqual([])
        expect(await answer.json()).toMatchObject({ code: 'password_needed' })
      }
    })

    test('the next code signs the same person in, in whatever case the address is written', async () => {
      const world = await openWorld()
      const people: unknown[] = []
      for (const email of [EMAIL, 'MILA@example.org']) {
        const ticket = await askCode(world, email)
        const code = await codeTo(world, email)
        const { user } = z
          .object({ user: z.object({ id: z.string() }) })
          .parse(await (await enter(world, { ticket, code })).json())
        people.push(user.id)
      }
      expect(new Set(people).size).toBe(1)
    })

    test('a code works once, also when it is entered twice at the same time', async () => {
      const world = await openWorld()
      const given = { ticket: await askCode(world), code: await codeTo(world) }
      const answers = await Promise.all([enter(world, given), enter(world, given)])
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]))
      const again = await enter(world, given)
      expect(again.status).toBe(400)
      expect(await again.json()).toMatchObject({ code: 'wrong_code', field: 'code' })
    })

    test(`after ${CODE_TRIES_MAX} wrong tries the right code is void, also when they are concurrent`, async () => {
      const world = await openWorld()
      const [ticket, code] = [await askCode(world), await codeTo(world)]
      const tries = Array.from({ length: CODE_TRIES_MAX }, () =>
        enter(world, { ticket, code: otherThan(code) }),
      )
      expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 400))
      expect((await enter(world, { ticket, code })).status).toBe(400)
    })

    test('wrong tries in one tab do not spend those of another tab', async () => {
      const world = await openWorld()
      const mine = await askCode(world)
      const code = await codeTo(world)
      const stranger = await askCode(world, EMAIL, 2)
      const strangers = await codeTo(world, EMAIL, 2)
      for (let nth = 0; nth < CODE_TRIES_MAX; nth += 1)
        await enter(world, { ticket: stranger, code: otherThan(strangers) })
      expect((await enter(world, { ticket: mine, code })).status).toBe(200)
    })

    test('a code works only with its own ticket', async () => {
      const world = await openWorld()
      const mine = await askCode(world)
      const code = await codeTo(world)
      await askCode(world, 'otto@example.org', 2)
      const ottos = await askCode(world, 'otto@example.org', 3)
      const ottosCode = await codeTo(world, 'otto@example.org', 2)
      if (code !== ottosCode) {
        expect((await enter(world, { ticket: ottos, code })).status).toBe(400)
        expect((await enter(world, { ticket: mine, code: ottosCode })).status).toBe(400)
      }
      expect((await enter(world, { ticket: 'x'.repeat(22), code })).status).toBe(400)
    })

    test(`a code is void after ${CODE_MINUTES} minutes`, async () => {
      const world = await openWorld()
      const given = { ticket: await askCode(world), code: await codeTo(world) }
      const later = Date.now() + CODE_MINUTES * 60_000
      const clock = vi.spyOn(Date, 'now').mockReturnValue(later)
      try {
        expect((await enter(world, given)).status).toBe(400)
      } finally {
        clock.mockRestore()
      }
    })

    test('one address gets a limited number of codes per day, from all machines together', async () => {
      const world = await openWorld()
      for (let machine = 0; machine < CODES_PER_DAY_MAX; machine += 1) await askCode(world, EMAIL, machine)
      const answer = await world.call('POST /accounts/auth/send-code', {
        json: { email: EMAIL },
        headers: { 'x-forwarded-for': '203.0.113.1' },
      })
      expect(answer.status).toBe(429)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    })

    test('one network gets fewer, so that it does not use up those of all', async () => {
      const world = await openWorld()
      const ask = (machine: number) =>
        world.call('POST /accounts/auth/send-code', {
          json: { email: EMAIL },
          headers: { 'x-forwarded-for': `203.0.113.${machine}` },
        })
      for (let machine = 0; machine < CODES_PER_NETWORK_MAX; machine += 1)
        expect((await ask(machine)).status).toBe(200)
      expect((await ask(99)).status).toBe(429)
      await askCode(world)
    })

    test('strangers do not use up the codes of a network from which the owner has signed in', async () => {
      const world = await openWorld()
      const home = { 'x-forwarded-for': '203.0.113.5' }
      const ask = (headers: Readonly<Record<string, string>>) =>
        world.call('POST /accounts/auth/send-code', { json: { email: EMAIL }, headers })
      const { ticket } = await ticketSchema.parseAsync(await (await ask(home)).json())
      expect((await enter(world, { ticket, code: await codeTo(world) }, home)).status).toBe(200)
      // The first one was from an unknown network, too.
      for (let machine = 1; machine < CODES_PER_DAY_MAX; machine += 1) await askCode(world, EMAIL, machine)
      expect((await ask({ 'x-forwarded-for': '192.0.2.1' })).status).toBe(429)
      const again = await ask({ 'x-forwarded-for': '203.0.113.6' })
      expect(again.status).toBe(200)
    })

    test.each([
      [{ email: 'nobody' }, 'email'],
      [{}, 'email'],
    ])('a request for a code with %j names the wrong field', async (json, field) => {
      const world = await openWorld()
      const answer = await world.call('POST /accounts/auth/send-code', { json })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ field })
    })

    test.each([
      [{ ticket: 'short', code: '123456' }, 'ticket'],
      [{ ticket: 'x'.repeat(22), code: '12345' }, 'code'],
      [{ ticket: 'x'.repeat(22), code: '１２３４５６' }, 'code'],
      [{ ticket: 'x'.repeat(22), code: '123456', role: 'admin' }, 'role'],
    ])('a sign-in with %j names the wrong field', async (json, field) => {
      const world = await openWorld()
      const answer = await world.call('POST /accounts/auth/sign-in/code', { json })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ field })
    })

    test('the answer is the same for an address with an account and for a new one', async () => {
      const world = await openWorld()
      await signUp(world)
      expect(await askCode(world)).toMatch(/^[\w-]{22}$/u)
      expect(await askCode(world, 'new@example.org')).toMatch(/^[\w-]{22}$/u)
    })

    test('the password of a stranger who signed up first does not belong to the account', async () => {
      const world = await openWorld()
      await world.call('POST /accounts/auth/sign-up/email', { json: MILA })
      const link = await linkTo(world, EMAIL)
      const given = { ticket: await askCode(world), code: await codeTo(world) }
      expect((await enter(world, given)).status).toBe(200)
      const followed = await follow(world, link)
      expect(followed.headers.get('location')).toBe('/confirmed?error=INVALID_TOKEN')
      expect(await statusOfSignIn(world, MILA)).toBe(401)
    })

    test('an account without a password gets one as if it were forgotten', async () => {
      const world = await openWorld()
      const given = { ticket: await askCode(world), code: await codeTo(world) }
      await enter(world, given)
      expect(await statusOfSignIn(world, MILA)).toBe(401)
      await world.call('POST /accounts/auth/request-password-reset', { json: { email: EMAIL } })
      const token = new URL(await linkTo(world, EMAIL)).hash.replace('#token=', '')
      const reset = await world.call('POST /accounts/auth/reset-password', {
        json: { token, newPassword: MILA.password },
      })
      expect(reset.status).toBe(200)
      expect(await statusOfSignIn(world, MILA)).toBe(200)
    })

    test('an account without a password is deleted with a code for its address, and with no other', async () => {
      const world = await openWorld()
      const session = await tokenIn(
        await enter(world, { ticket: await askCode(world), code: await codeTo(world) }),
      )
      const authorization = `Bearer ${await tokenIn(await askToken(world, { 'x-session-token': session }))}`
      const remove = (json: object) =>
        world.call('DELETE /accounts/people/me', { json, headers: { authorization } })
      const ottos = {
        ticket: await askCode(world, 'otto@example.org', 2),
        code: await codeTo(world, 'otto@example.org'),
      }
      const mine = { ticket: await askCode(world, EMAIL, 3), code: await codeTo(world, EMAIL, 2) }
      expect((await remove({})).status).toBe(403)
      expect((await remove(ottos)).status).toBe(400)
      expect((await remove({ ticket: mine.ticket })).status).toBe(400)
      expect((await remove(mine)).status).toBe(200)
    })

    test('neither the log nor the metrics tell the address, the code, or the ticket', async () => {
      const world = await openWorld()
      const given = { ticket: await askCode(world), code: await codeTo(world) }
      await enter(world, given)
      const told = world.logged() + (await world.scrape())
      for (const secret of [EMAIL, given.ticket]) expect(told).not.toContain(secret)
      expect(told).not.toMatch(new RegExp(`\\b${given.code}\\b`, 'u'))
    })
  })
}
