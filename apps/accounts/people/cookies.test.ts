import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { AUTH_ENDPOINTS } from './auth-endpoints.ts'
import { openPeopleWorld } from './open-people-world.fixture.ts'
import { codeTo, cookieOf, linkTo, MILA } from './people-steps.fixture.ts'

const DAY_MS = 86_400_000
const SIGN_IN = 'POST /accounts/auth/sign-in/email'

afterEach(() => {
  vi.useRealTimers()
})

/** The attributes of every cookie. */
const FLAGS = [/^Path=\/$/u, /^HttpOnly$/u, /^SameSite=Lax$/u]

test.each([
  ['https://push.example.org', '__Host-push.', [...FLAGS, /^Secure$/u]],
  ['http://127.0.0.1:5123', 'push.', FLAGS],
])('at %s every cookie of every answer has the prefix %s and its flags', async (publicUrl, prefix, flags) => {
  const world = await openPeopleWorld({ publicUrl })
  const called = new Set<string>()
  const cookies: string[] = []
  let page: Record<string, string> = {
    origin: publicUrl,
    'x-forwarded-host': new URL(publicUrl).host,
  }

  async function call(methodAndPath: string, json?: unknown, status = 200): Promise<Response> {
    const answer = await world.call(methodAndPath, { headers: page, json })
    expect([methodAndPath, answer.status]).toEqual([methodAndPath, status])
    called.add(methodAndPath.replace(/\?.*/u, ''))
    cookies.push(...answer.headers.getSetCookie())
    return answer
  }

  async function signIn(over: Readonly<Record<string, unknown>> = {}): Promise<void> {
    page = { ...page, cookie: cookieOf(await call(SIGN_IN, { ...MILA, ...over })) }
  }

  await call('POST /accounts/auth/sign-up/email', MILA)
  await call('POST /accounts/auth/send-verification-email', { email: MILA.email })
  const confirm = new URL(await linkTo(world, MILA.email, 2))
  await call(`GET ${confirm.pathname}${confirm.search}`, undefined, 302)
  await call('POST /accounts/auth/request-password-reset', { email: MILA.email })
  const token = new URL(await linkTo(world, MILA.email, 3)).hash.replace('#token=', '')
  await call('POST /accounts/auth/reset-password', { token, newPassword: MILA.password })
  await signIn({ rememberMe: false })
  const { ticket } = z
    .object({ ticket: z.string() })
    .parse(await (await call('POST /accounts/auth/send-code', { email: MILA.email })).json())
  await call('POST /accounts/auth/sign-in/code', { ticket, code: await codeTo(world, MILA.email) })
  await signIn()
  await call('GET /accounts/auth/get-session')
  await call('GET /accounts/auth/list-sessions')
  await call('POST /accounts/auth/revoke-other-sessions')
  await call('POST /accounts/auth/revoke-session', { token: 'none' })
  const passwords = { currentPassword: MILA.password, newPassword: MILA.password }
  page = { ...page, cookie: cookieOf(await call('POST /accounts/auth/change-password', passwords)) }
  // So late that the use of the session renews it.
  vi.useFakeTimers({ now: Date.now() + 20 * DAY_MS, toFake: ['Date'] })
  await call('POST /accounts/tokens', { audience: 'storage' })
  vi.setSystemTime(Date.now() + 20 * DAY_MS)
  await call('GET /accounts/auth/get-session')
  await call('POST /accounts/auth/sign-out')

  expect([...called].filter((one) => one !== 'POST /accounts/tokens').toSorted()).toEqual(
    AUTH_ENDPOINTS.map(({ method, path }) => `${method} /accounts/auth${path}`).toSorted(),
  )
  expect(cookies.length).toBeGreaterThan(5)
  for (const cookie of cookies) {
    const [named = '', ...attributes] = cookie.split('; ')
    expect(named.slice(0, prefix.length)).toBe(prefix)
    for (const flag of flags) expect(attributes).toContainEqual(expect.stringMatching(flag))
    expect(attributes.filter((attribute) => /^domain/iu.test(attribute))).toEqual([])
    expect(attributes.includes('Secure')).toBe(publicUrl.startsWith('https:'))
  }
})
