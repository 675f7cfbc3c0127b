import { describe, expect, test } from 'vitest'
import { readPersonToken } from '#lib/auth/tokens.ts'
import { MILA } from '../../apps/accounts/people/people-steps.fixture.ts'
import { openPeopleFront, SESSION_COOKIE } from './open-people-front.fixture.ts'

const OTTO = { email: 'otto@example.org', password: 'staple battery horse' } as const

describe('a request with the cookie of a session', () => {
  test('reaches each station with a token for it, and without the cookie', async () => {
    const front = await openPeopleFront()
    const cookie = await front.signIn()
    for (const [station, methodAndPath] of [
      ['storage', 'GET /store/offers'],
      ['storage', 'POST /store/offers'],
      ['notifications', 'GET /mappings'],
      ['matching', 'GET /matching/blocks'],
      ['images', 'DELETE /assets/x'],
      ['kafidx', 'GET /kafidx/tail'],
    ] as const) {
      const seen = await front.seen(methodAndPath, { cookie: `a=1; ${cookie}; b=2` })
      expect(await front.personFor(station, seen)).toMatch(/^[\da-f-]{36}$/u)
      expect(seen.cookie).toBe('a=1; b=2')
    }
  })

  test('is answered by accounts as by any station', async () => {
    const front = await openPeopleFront()
    const cookie = await front.signIn()
    const answer = await front.call('POST /accounts/devices', { cookie }, { device_id: 'phone-1' })
    expect(answer.status).toBe(201)
    const list = await (await front.call('GET /accounts/devices', { cookie })).json()
    expect(list).toMatchObject({ items: [{ device_id: 'phone-1' }] })
  })

  test('keeps its cookie where accounts itself looks at the session', async () => {
    const front = await openPeopleFront()
    const cookie = await front.signIn()
    const session = await (await front.call('GET /accounts/auth/get-session', { cookie })).json()
    expect(session).toMatchObject({ user: { email: MILA.email } })
    const token = await front.call('POST /accounts/tokens', { cookie }, { audience: 'storage' })
    expect(token.status).toBe(200)
    expect(front.asked()).toBe(1)
  })

  test('may not be kept by caches that others read', async () => {
    const front = await openPeopleFront()
    const answer = await front.call('GET /store/offers', { cookie: await front.signIn() })
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    expect((await front.call('GET /store/offers')).headers.get('cache-control')).toBeNull()
  })

  test('opens /live to operators by their role, where it is for them only', async () => {
    const front = await openPeopleFront({ livePage: 'operate' })
    const cookie = await front.signIn()
    expect((await front.call('GET /live', { cookie })).status).toBe(403)
    expect((await front.call('GET /live')).status).toBe(401)
  })

  test('goes to the tracker without the cookie, and without a question', async () => {
    const front = await openPeopleFront()
    const cookie = await front.signIn()
    expect(await front.seen('GET /t/geo', { cookie })).toMatchObject({ cookie: null, authorization: null })
    expect(await front.seen('POST /v1/events', { cookie, origin: 'https://shop.example' })).toMatchObject({
      cookie: null,
      authorization: null,
    })
    expect(front.asked()).toBe(0)
  })

  test('keeps an Authorization of its own, and still not the cookie', async () => {
    const front = await openPeopleFront()
    const headers = {
      cookie: await front.signIn(),
      authorization: 'Bearer mine',
      origin: 'https://x.example',
    }
    expect(await front.seen('POST /store/offers', headers)).toMatchObject({
      cookie: null,
      authorization: 'Bearer mine',
    })
    expect(front.asked()).toBe(0)
  })
})

test('whoever opens a page that is not for them is asked for the admin’s password, as without a session', async () => {
  const front = await openPeopleFront({
    answer: ({ authorization }) =>
      authorization === null
        ? new Response(null, { status: 401, headers: { 'www-authenticate': 'Basic realm="pushtech"' } })
        : new Response(null, { status: authorization.startsWith('Basic ') ? 200 : 403 }),
  })
  const cookie = await front.signIn()
  const visit = { cookie, 'sec-fetch-mode': 'navigate' }
  const asked = await front.call('GET /jobs', visit)
  expect([asked.status, asked.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="pushtech"'])
  expect((await front.call('GET /jobs', { ...visit, authorization: 'Basic eDp5' })).status).toBe(200)
  expect((await front.call('GET /jobs', { cookie, 'sec-fetch-mode': 'cors' })).status).toBe(403)
})

describe('what changes something', () => {
  test('is refused unless it comes from a page of our own', async () => {
    const front = await openPeopleFront()
    const cookie = await front.signIn()
    const foreign: Record<string, string>[] = [
      { origin: '' },
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: 'http://127.0.0.1', 'x-forwarded-host': '127.0.0.1' },
      { 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) {
      for (const methodAndPath of [
        'POST /store/offers',
        'DELETE /accounts/devices/x',
        'PUT /store/offers/x',
      ]) {
        const answer = await front.call(methodAndPath, { cookie, ...headers })
        expect([headers, answer.status, await answer.json()]).toMatchObject([
          headers,
          403,
          { code: 'foreign_origin' },
        ])
      }
    }
    expect(front.asked()).toBe(0)
  })

  test('passes when nobody is signed in: then the station decides', async () => {
    const front = await openPeopleFront()
    expect(await front.seen('POST /store/offers', { origin: 'https://evil.example' })).toMatchObject({
      authorization: null,
    })
  })

  test('may come from a page of this machine, at the address that was called', async () => {
    const front = await openPeopleFront()
    const cookie = await front.signIn()
    const headers = { cookie, host: 'localhost:5123', origin: 'http://localhost:5123' }
    expect(await front.personFor('storage', await front.seen('POST /store/offers', headers))).toBeDefined()
  })
})

describe('tokens are remembered', () => {
  test('for each station by itself, and many calls at once are one question', async () => {
    const front = await openPeopleFront()
    const cookie = await front.signIn()
    const calls = Array.from({ length: 30 }, () => front.seen('GET /store/offers', { cookie }))
    const tokens = new Set((await Promise.all(calls)).map(({ authorization }) => authorization))
    expect([tokens.size, front.asked()]).toEqual([1, 1])
    await front.seen('GET /mappings', { cookie })
    await front.seen('GET /mappings', { cookie })
    expect(front.asked()).toBe(2)
  })

  test('and never those of one person used for another', async () => {
    const front = await openPeopleFront()
    await front.signUp(OTTO)
    const cookies = [await front.signIn(), await front.signIn(OTTO)]
    const people = await Promise.all(
      cookies.map(async (cookie) => front.personFor('storage', await front.seen('GET /store/a', { cookie }))),
    )
    expect(new Set(people).size).toBe(2)
    const calls = Array.from({ length: 60 }, async (_, index) => {
      const seen = await front.seen('GET /store/offers', { cookie: cookies[index % 2] ?? '' })
      expect(await front.personFor('storage', seen)).toBe(people[index % 2])
    })
    await Promise.all(calls)
  })

  test.each([
    ['signing out', 'POST /accounts/auth/sign-out', undefined],
    [
      'changing the password',
      'POST /accounts/auth/change-password',
      { currentPassword: MILA.password, newPassword: 'another password' },
    ],
    ['deleting the account', 'DELETE /accounts/people/me', { password: MILA.password }],
  ])('until %s', async (_, methodAndPath, json) => {
    const front = await openPeopleFront()
    const cookie = await front.signIn()
    expect((await front.seen('GET /store/offers', { cookie })).authorization).toContain('Bearer ')
    expect((await front.call(methodAndPath, { cookie }, json)).status).toBe(200)
    expect((await front.seen('GET /store/offers', { cookie })).authorization).toBeNull()
  })

  test('until their session ended elsewhere: then they are asked for anew, once for many calls', async () => {
    const ended = new Set<string>()
    const front = await openPeopleFront({
      isEnded: ({ session }) => ended.has(`${session?.id} ${session?.sequence}`),
    })
    const cookies = [await front.signIn(), await front.signIn()] as const
    const tokenOf = async (cookie: string) =>
      (await front.seen('GET /store/offers', { cookie })).authorization?.replace('Bearer ', '')
    const before = await Promise.all(cookies.map(tokenOf))
    const { session } = readPersonToken(before[0] ?? '') ?? {}
    // Accounts gives others from now on: its list goes on where somebody else's session ends.
    const third = await front.signIn()
    await front.call('POST /accounts/auth/sign-out', { cookie: third })
    ended.add(`${session?.id} ${session?.sequence}`)
    const asked = front.asked()
    const tokens = new Set(await Promise.all(Array.from({ length: 20 }, () => tokenOf(cookies[0]))))
    expect([tokens.size, tokens.has(before[0]), front.asked()]).toEqual([1, false, asked + 1])
    expect(await tokenOf(cookies[1])).toBe(before[1])
  })

  test('but not one that was asked for while the session was being ended', async () => {
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>()
    const { promise: isAsked, resolve: tellAsked } = Promise.withResolvers<void>()
    const front = await openPeopleFront({
      async between(request, goOn) {
        const response = await goOn()
        if (new URL(request.url).pathname === '/accounts/tokens') {
          tellAsked()
          await mayAnswer
        }
        return response
      },
    })
    const cookie = await front.signIn()
    const early = front.seen('GET /store/offers', { cookie })
    await isAsked
    expect((await front.call('POST /accounts/auth/sign-out', { cookie })).status).toBe(200)
    answer()
    await early
    expect((await front.seen('GET /store/offers', { cookie })).authorization).toBeNull()
  })

  test('and asked for anew when a station refuses one', async () => {
    const refused: (string | null)[] = []
    const front = await openPeopleFront({
      answer(seen) {
        if (refused.length > 0) return Response.json(seen)
        refused.push(seen.authorization)
        return new Response(null, { status: 401 })
      },
    })
    const cookie = await front.signIn()
    expect((await front.call('GET /store/offers', { cookie })).status).toBe(401)
    expect(await front.personFor('storage', await front.seen('GET /store/offers', { cookie }))).toBeDefined()
    expect(front.asked()).toBe(2)
  })
})

describe('a session that is none', () => {
  test('is nobody', async () => {
    const front = await openPeopleFront()
    for (const token of ['forged', 'forged.signature', `${'x'.repeat(3_000)}.y`]) {
      const seen = await front.seen('GET /store/offers', { cookie: `${SESSION_COOKIE}=${token}` })
      expect(seen).toMatchObject({ authorization: null, cookie: null })
    }
  })

  test('leads to no question for the admin’s password where a script of a page asks', async () => {
    const front = await openPeopleFront()
    const cookie = `${SESSION_COOKIE}=forged`
    const plain = await front.call('GET /accounts/devices', { cookie })
    expect([plain.status, plain.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching('Basic'),
    ])
    const scripted = await front.call('GET /accounts/devices', { cookie, 'x-requested-with': 'page' })
    expect([scripted.status, scripted.headers.get('www-authenticate')]).toEqual([401, null])
  })
})

test('while accounts is away a session is answered 503, and whoever has none goes on', async () => {
  let isAway = false
  const front = await openPeopleFront({
    between: (_, goOn) => (isAway ? Promise.resolve(new Response('broken', { status: 502 })) : goOn()),
  })
  const cookie = await front.signIn()
  isAway = true
  const answer = await front.call('GET /store/offers', { cookie })
  expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([503, 5])
  expect(await front.seen('GET /store/offers')).toMatchObject({ authorization: null })
  isAway = false
  expect((await front.seen('GET /store/offers', { cookie })).authorization).toContain('Bearer ')
})

test('a cookie that accounts renews reaches the browser, once', async () => {
  const renewed = `${SESSION_COOKIE}=renewed; Path=/; HttpOnly; Secure`
  const front = await openPeopleFront({
    async between(request, goOn) {
      const response = await goOn()
      if (new URL(request.url).pathname === '/accounts/tokens') response.headers.append('set-cookie', renewed)
      return response
    },
  })
  const cookie = await front.signIn()
  const first = await front.call('GET /store/offers', { cookie })
  expect(first.headers.getSetCookie()).toEqual([renewed])
  expect(first.headers.get('cache-control')).toBe('private, no-cache')
  expect((await front.call('GET /store/offers', { cookie })).headers.getSetCookie()).toEqual([])
})
