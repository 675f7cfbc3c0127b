import { expect, test } from 'vitest'
import { isFromApp, sessionHeaders } from './session-headers.ts'

test('the session of an app takes precedence over a cookie', () => {
  const headers = sessionHeaders(new Headers({ 'x-session-token': 'session', cookie: 'other=1' }))
  expect(Object.fromEntries(headers)).toEqual({ authorization: 'Bearer session' })
})

test('the library gets no header that it could mistake for a session or a client address', () => {
  const given = { cookie: 'push=1', origin: 'https://push.example.org', 'accept-language': 'de' }
  const withheld = { authorization: 'Bearer token', 'x-client-ip': '203.0.113.7', 'x-forwarded-for': '::1' }
  expect(Object.fromEntries(sessionHeaders(new Headers({ ...given, ...withheld })))).toEqual(given)
})

test.each([
  [{}, true],
  [{ 'x-session-token': 'session', origin: 'https://push.example.org' }, true],
  [{ origin: 'https://push.example.org' }, false],
  [{ cookie: 'push=1' }, false],
])('isFromApp() of %j is %s', (headers, isApp) => {
  expect(isFromApp(new Headers(headers))).toBe(isApp)
})
