import { expect, test } from 'vitest'
import { authAnswer } from './auth-answer.ts'

const SIGNED_IN = {
  'set-auth-token': 'session.signature',
  'set-cookie': 'push.session_token=session.signature; HttpOnly',
}

const signedIn = () => Response.json({ token: 'session', user: { id: 'mila' } }, { headers: SIGNED_IN })

test('an app gets the signed session in the body, and no cookie', async () => {
  const answer = await authAnswer(signedIn(), { isApp: true })
  expect(await answer.json()).toEqual({ token: 'session.signature', user: { id: 'mila' } })
  expect(answer.headers.getSetCookie()).toEqual([])
})

test('a page gets it in the cookie only, which scripts cannot read', async () => {
  const answer = await authAnswer(signedIn(), { isApp: false })
  expect(await answer.json()).toEqual({ user: { id: 'mila' } })
  expect([...answer.headers.keys()].toSorted()).toEqual(['cache-control', 'content-type', 'set-cookie'])
  expect(answer.headers.getSetCookie()).toEqual([SIGNED_IN['set-cookie']])
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('a redirect stays a redirect', async () => {
  const answer = await authAnswer(new Response(null, { status: 302, headers: { location: '/' } }), {
    isApp: true,
  })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/'])
})

test.each(['//evil.example', '//evil.example?error=INVALID_TOKEN', '/\\evil.example', '\\\\evil.example'])(
  'a redirect to %j, which leads to another site, is refused',
  async (location) => {
    const answer = authAnswer(new Response(null, { status: 302, headers: { location } }), { isApp: false })
    await expect(answer).rejects.toMatchObject({
      problem: { status: 403, code: 'invalid_callback_url', field: 'callbackURL' },
    })
  },
)

test.each([
  [
    403,
    { code: 'INVALID_CALLBACK_URL', message: 'No' },
    { code: 'invalid_callback_url', field: 'callbackURL', detail: 'No' },
  ],
  [401, {}, { code: 'unauthorized', detail: 'The request was refused' }],
  [403, 'no object', { code: 'refused' }],
])('a refusal with %i and %j becomes the problem %j', async (status, body, problem) => {
  const answer = authAnswer(Response.json(body, { status }), { isApp: true })
  await expect(answer).rejects.toMatchObject({ name: 'ProblemError', problem: { status, ...problem } })
})

test('a refusal without JSON becomes a problem too', async () => {
  const answer = authAnswer(new Response('no', { status: 404 }), { isApp: true })
  await expect(answer).rejects.toMatchObject({ problem: { status: 404, code: 'refused' } })
})

test.each([
  [{ 'x-retry-after': '17' }, '17'],
  [{}, '60'],
])('429 with %j asks to retry after %s s', async (headers, seconds) => {
  const answer = authAnswer(new Response('', { status: 429, headers }), { isApp: true })
  await expect(answer).rejects.toMatchObject({
    problem: { status: 429, code: 'too_many_tries', headers: { 'retry-after': seconds } },
  })
})

test('a failure of the library is answered as unavailable, without details of the failure', async () => {
  const answer = authAnswer(Response.json({ message: 'select * from user' }, { status: 500 }), {
    isApp: true,
  })
  await expect(answer).rejects.toMatchObject({
    name: 'UnavailableError',
    message: 'Cannot sign in: the library answered 500',
  })
})
