import { afterEach, expect, test, vi } from 'vitest'
import { openPeopleWorld, type PeopleWorld } from '../people/open-people-world.fixture.ts'
import { askToken, claimsOf, cookieOf, MILA, PAGE, signIn, signUp } from '../people/people-steps.fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** Signs Mila up and in, with a role. */
async function arriveAs(world: PeopleWorld, role: 'person' | 'operate') {
  await signUp(world)
  const change = { json: { email: MILA.email, role }, headers: world.adminHeaders }
  expect((await world.call('PUT /accounts/roles', change)).status).toBe(200)
  return { 'x-session-token': await signIn(world) }
}

afterEach(() => {
  vi.useRealTimers()
})

test('200: a token for the named station, valid for five minutes, which must not be cached', async () => {
  const world = await openPeopleWorld()
  await signUp(world)
  const headers = { 'x-session-token': await signIn(world) }
  const answer = await world.call('POST /accounts/tokens', { json: { audience: 'storage' }, headers })
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(await answer.clone().json()).toMatchObject({ expires_in: 300 })
  const { aud, exp, iat, role } = await claimsOf(answer)
  expect([aud, Number(exp) - Number(iat), role]).toEqual(['storage', 300, 'person'])
})

test('200: a request renews the session of a page by a cookie, and the session of an app without one', async () => {
  const world = await openPeopleWorld()
  await signUp(world)
  const app = { 'x-session-token': await signIn(world) }
  const signedIn = await world.call('POST /accounts/auth/sign-in/email', { json: MILA, headers: PAGE })
  const page = { ...PAGE, cookie: cookieOf(signedIn) }
  const cookiesAt = async (days: number, headers: Readonly<Record<string, string>>) => {
    vi.useFakeTimers({ now: start + days * DAY_MS, toFake: ['Date'] })
    const answer = await askToken(world, headers)
    return [answer.status, answer.headers.getSetCookie().length]
  }
  const start = Date.now()
  expect(await cookiesAt(0, page)).toEqual([200, 0])
  expect(await cookiesAt(20, page)).toEqual([200, 1])
  expect(await cookiesAt(20, app)).toEqual([200, 0])
  expect(await cookiesAt(40, page)).toEqual([200, 1])
  expect(await cookiesAt(40, app)).toEqual([200, 0])
  expect(await cookiesAt(71, page)).toEqual([401, 0])
})

test('200: an operator may request the lower role "person"', async () => {
  const world = await openPeopleWorld()
  const session = await arriveAs(world, 'operate')
  const roleOf = async (json: object) =>
    (await claimsOf(await world.call('POST /accounts/tokens', { json, headers: session })))['role']
  expect(await roleOf({ audience: 'accounts' })).toBe('operate')
  expect(await roleOf({ audience: 'accounts', role: 'operate' })).toBe('operate')
  expect(await roleOf({ audience: 'accounts', role: 'person' })).toBe('person')
  const registered = async (role: 'operate' | 'person') => {
    const json = { audience: 'accounts', role }
    const answer = await world.call('POST /accounts/tokens', { json, headers: session })
    const { token } = (await answer.json()) as { token: string }
    const headers = { authorization: `Bearer ${token}` }
    return (await world.call('POST /accounts/devices', { json: { device_id: 'phone' }, headers })).status
  }
  expect(await registered('operate')).toBe(403)
  expect(await registered('person')).toBe(201)
})

test.each([
  ['person', 'operate'],
  ['person', 'admin'],
  ['operate', 'admin'],
] as const)('403: the role %s does not give a token of the role %s', async (own, role) => {
  const world = await openPeopleWorld()
  const headers = await arriveAs(world, own)
  const answer = await world.call('POST /accounts/tokens', { json: { audience: 'accounts', role }, headers })
  expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'role_too_high', field: 'role' }])
})

test('400 for an unknown station, and for a role that people cannot have', async () => {
  const world = await openPeopleWorld()
  for (const json of [{ audience: 'moon' }, { audience: 'accounts', role: 'service' }]) {
    expect((await world.call('POST /accounts/tokens', { json })).status).toBe(400)
  }
})

test('401 without a session, 403 from a page of another site', async () => {
  const world = await openPeopleWorld()
  const answer = await askToken(world, {})
  expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'no_session' }])
  const foreign = await askToken(world, { origin: 'https://evil.example' })
  expect([foreign.status, await foreign.json()]).toMatchObject([403, { code: 'foreign_origin' }])
})
