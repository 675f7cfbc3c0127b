import { expect, test } from 'vitest'
import { openRequestCheck } from '#lib/http/refuse-request.ts'

/** A request as Bun.serve() gives it; the constructor refuses such URLs and methods. */
function aRequest({
  host,
  method = 'GET',
  url = 'http://x/',
}: {
  host?: string
  method?: string
  url?: string
}) {
  const request = new Request('http://x/', { headers: host === undefined ? {} : { host } })
  Object.defineProperty(request, 'method', { value: method })
  Object.defineProperty(request, 'url', { value: url })
  return request
}

const codeOf = (request: Request, isLocal = false) => openRequestCheck({ isLocal })(request)?.code

test.each([
  'push.example',
  'push.example:5222',
  'a_b',
  '127.0.0.1:1',
  '[2001:db8::1]:443',
  'localhost.',
  'x:',
])('the host %j is accepted', (host) => {
  expect(codeOf(aRequest({ host }))).toBeUndefined()
})

test.each([
  undefined,
  '',
  'a b',
  '@',
  '[',
  ']',
  'a@b',
  'user:password@b',
  'a/b',
  'a?b',
  'a#b',
  'a\\b',
  'a, b',
  '%6c',
  '::1',
  'a:b',
  'a:99999',
  'a:1:2',
  '[::1',
  '[x]',
  '<script>',
  'é',
  '256.1.1.1',
  'x'.repeat(300),
])('the host %j is refused', (host) => {
  const check = openRequestCheck({ isLocal: false })
  expect(check(aRequest({ ...(host !== undefined && { host }) }))).toMatchObject({
    status: 400,
    code: 'bad_host',
    field: 'Host',
  })
})

test('CONNECT and TRACE are refused', () => {
  expect(codeOf(aRequest({ host: 'x:443', method: 'CONNECT', url: 'x:443' }))).toBe('bad_target')
  expect(codeOf(aRequest({ host: 'x', method: 'CONNECT' }))).toBe('bad_target')
  expect(codeOf(aRequest({ host: 'x', method: 'TRACE' }))).toBe('method_not_allowed')
})

test('a target that is not a path is refused', () => {
  expect(codeOf(aRequest({ host: 'x', url: '/x' }))).toBe('bad_target')
  expect(codeOf(aRequest({ host: 'x', url: 'x:443' }))).toBe('bad_target')
})

test('when only this machine is served, a name that others could point here is refused', () => {
  for (const host of ['evil.example', 'evil.example:5123', '10.0.0.1', 'localhost.evil.example']) {
    const check = openRequestCheck({ isLocal: true })
    expect([host, check(aRequest({ host }))]).toMatchObject([host, { status: 403, code: 'foreign_host' }])
  }
  for (const host of ['localhost:5123', '127.0.0.1', '[::1]:5123'])
    expect(codeOf(aRequest({ host }), true)).toBeUndefined()
})

test('a host gets the same answer each time, also after very many hosts', () => {
  const check = openRequestCheck({ isLocal: true })
  for (let n = 0; n < 5_000; n += 1) {
    expect(check(aRequest({ host: `n${n}.localhost` }))).toBeUndefined()
    expect(check(aRequest({ host: `n${n}.example` }))?.code).toBe('foreign_host')
  }
  expect(check(aRequest({ host: 'n1.localhost' }))).toBeUndefined()
  expect(check(aRequest({ host: 'n1.example' }))?.code).toBe('foreign_host')
})
