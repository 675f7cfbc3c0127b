import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redactText } from '#lib/privacy/redact-text.ts'

describe('private data is hidden', () => {
  test.each([
    ['Cannot use Redis at redis://user:sw0rd@host:6379', 'Cannot use Redis at redis://user:***@host:6379'],
    ['redis://user:s/w?o#r@d@host:6379/0 is away', 'redis://user:***@host:6379/0 is away'],
    ['redis://:sw0rd@host', 'redis://***@host'],
    ['https://ghp_token@github.com/x', 'https://***@github.com/x'],
    ['smtp://mila%40example.org:sw0rd@mail:587', 'smtp://***@mail:587'],
    ['mongodb://u:p@h1:27017,h2:27017/push?authSource=admin', 'mongodb://u:***@h1:27017,h2:27017/push?…'],
    ['kafka://u:p@one:9092,two:9092?tls=true', 'kafka://u:***@one:9092,two:9092?…'],
    ['s3://bucket/prefix?endpoint=http://s3', 's3://bucket/prefix?…'],
    ['GET http://127.0.0.1:5222/t/geo?di=1&lt=52.52000', 'GET http://127.0.0.1:5222/t/geo?…'],
    ['"http://host/x#access=1"', '"http://host/x?…"'],
    ['call GET /accounts/write-keys?since=0 of accounts', 'call GET /accounts/write-keys?… of accounts'],
    ['di=phone-1&lt=52.5&lg=13.4 is too much', '?… is too much'],
    ['http://host/reset-password/kJ8s0aPq2LmZ', 'http://host/reset-password/…'],
    ['http://host/devices/52.520008/13.404954', 'http://host/devices/…/…'],
    ['PUT /people/mila@example.org of storage', 'PUT /people/*** of storage'],
    ['dup key: { email: "mila.k+x@mail.example.org" }', 'dup key: { email: "***" }'],
    ['to mila%40example.org', 'to ***'],
    ['Bearer abcdef.123456 is old', 'Bearer *** is old'],
    ['authorization: Basic YWRtaW46cGFzcw==', 'authorization: *** ***'],
    [`token eyJhbGciOiJFZERTQSJ9.${'a'.repeat(40)}.${'b'.repeat(40)}`, 'token ***'],
    ['password: swordfish', 'password: ***'],
    ['{"password":"sword fish","a":1}', '{"password":***,"a":1}'],
    ["{ 'set-cookie': 'a=b', x: 1 }", "{ 'set-cookie': ***, x: 1 }"],
    ['apiKey=xyz, secret = abc', 'apiKey=***, secret = ***'],
    ['{"token":"abc"}', '{"token":***}'],
    ['cookie: push.session=abc.def; x=1', 'cookie: ***; x=1'],
    [`unknown key wk_${'k'.repeat(32)}`, 'unknown key ***'],
    [`device key ${'aB3'.repeat(15)} is revoked`, 'device key *** is revoked'],
    ['{"lat":52.52,"lng":-13.4}', '{"lat":***,"lng":***}'],
    ['at 52.520008, 13.404954 now', 'at ***, *** now'],
    ['lat 52.520008 lng 13.404954', 'lat *** lng ***'],
    ['{ type: "Point", coordinates: [ 13.4, 52.5 ] }', '{ type: "Point", coordinates: *** }'],
  ])('%s', (text, safe) => {
    expect(redactText(text)).toBe(safe)
  })

  test('the given secrets, of any form', () => {
    expect(redactText('the word is open-sesame', ['open-sesame'])).toBe('the word is ***')
    expect(redactText('a b c', ['b'])).toBe('a b c')
  })

  test('a password of any characters in a URL', () => {
    // A quote or a blank ends a URL, so the password must be escaped there.
    const password = fc.stringMatching(/^[!#$%&()*+,\-./0-9:;=?@A-Z[\]^_a-z|~]{6,40}$/u)
    fc.assert(
      fc.property(password, fc.constantFrom('redis', 'kafka', 'mongodb', 'smtp', 's3'), (planted, scheme) => {
        expect(redactText(`Cannot reach ${scheme}://user:${planted}@host:1/x: gone`)).not.toContain(planted)
      }),
    )
  })
})

describe('useful information for operators stays', () => {
  test.each([
    'connect ECONNREFUSED 127.0.0.1:6379',
    'getaddrinfo ENOTFOUND redis.internal',
    'Cannot open database "/srv/push/data/store.db": disk I/O error',
    'Cannot read key file "./data/keys.json": EACCES: permission denied',
    'Basic authentication failed',
    'Cannot open key file "/srv/data/~id.key": ENOSPC: no space left on device',
    'Cannot read "/srv/data/admin-password": EACCES: permission denied',
    'Cannot get a token: connection refused',
    'Cannot get a token: connection refused',
    'at serve (/srv/push/node_modules/@hono/zod-openapi/dist/index.js:12:3)',
    'http://127.0.0.1:5123/match/019355d0-7b1a-7000-8000-000000000000',
    'http://[::1]:5123/accounts',
    'between 192.168.10.11, 10.10.0.1 and 10.0.0.2',
    'version 4.13.19, p99 12.345 ms',
    '2026-11-28T23:00:08.123Z',
  ])('%s', (text) => {
    expect(redactText(text)).toBe(text)
  })
})

describe('hostile text of any length is processed fast: no pattern backtracks, and the text is cut at 8,192 characters', () => {
  const units = [
    '/',
    'a',
    'a@',
    '1.1234',
    'a-',
    'key',
    'x://',
    'bearer ',
    '%40',
    '"',
    '/a?',
    'password="',
    'A1a',
    '-',
    'a=&',
    '-=(',
    '=',
    ' ',
    'eyJ',
    'lat',
    ':',
    '[',
    "'",
    '.',
    ',',
  ]

  // A pattern that backtracks would take minutes here, so the test would time out.
  test.each(units)('%j again and again', (unit) => {
    expect(redactText(unit.repeat(200_000)).length).toBeLessThan(20_000)
  })

  test('several of them in any order, repeated', () => {
    const unit = fc
      .array(fc.constantFrom(...units), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.tuple(unit, unit), ([start, again]) => {
        expect(redactText(start + again.repeat(8_192)).length).toBeLessThan(20_000)
      }),
      { numRuns: 300 },
    )
  })
})

test('a long text is cut between graphemes', () => {
  const safe = redactText(`x${'👩‍👩‍👧'.repeat(2_000)}`)
  expect(safe).toMatch(/^x(?:👩‍👩‍👧)+…$/u)
  expect(safe.length).toBeGreaterThan(8_180)
  expect(safe.length).toBeLessThanOrEqual(8_193)
})
