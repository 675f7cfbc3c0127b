import { join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import type { Identifier } from '#lib/auth/identify.ts'
import { signServiceToken } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { createApp, type App, type AppOptions } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { defineRoute, type Route } from '#lib/http/define-route.ts'
import { eventStream } from '#lib/http/event-stream.ts'
import { problemSchema } from '#lib/http/wire-schemas.ts'
import { openMetrics, type Metrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u

let identifier: Identifier
let authorization: string
let app: App
let metrics: Metrics
let lines: { message: string; fields: unknown }[]

beforeAll(async () => {
  const keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  identifier = { keys, audience: 'accounts', adminPassword: '' }
  authorization = `Bearer ${await signServiceToken(keys, 'storage', 'accounts')}`
})

beforeEach(() => {
  lines = []
  metrics = openMetrics()
  const note = (message: string, fields?: unknown) => lines.push({ message, fields })
  options = { identifier, log: { ...quietLog, warn: note, error: note }, metrics }
  app = appWith(ownerGet, echoPost)
})

let options: AppOptions
const appWith = (...routes: Route<object>[]) =>
  createApp(defineApi({ station: 'accounts', routes }), options, {})

const ownerGet = defineRoute({
  method: 'get',
  path: '/accounts/devices/{id}/owner',
  access: ['service'],
  summary: 'The owner of a device',
  answers: { 200: { description: 'Its id' } },
  handle: () => (c) => {
    const { id } = c.req.param()
    if (id === 'away') throw new UnavailableError('Cannot reach mongodb://user:secret@store')
    if (id === 'bug') throw new TypeError('secret.table is undefined')
    return c.json({ id })
  },
})

const echoPost = defineRoute({
  method: 'post',
  path: '/accounts/dev-login',
  access: { everybody: 'a test' },
  summary: 'The length of a body',
  request: {
    body: { required: true, content: { 'application/json': { schema: z.object({ a: z.unknown() }) } } },
  },
  answers: { 200: { description: 'Its length' } },
  handle: () => (c) => c.json({ length: JSON.stringify(c.req.valid('json').a).length }),
})

const get = (id: string) => app.request(`/accounts/devices/${id}/owner`, { headers: { authorization } }, {})

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  app.request(
    '/accounts/dev-login',
    { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } },
    {},
  )

describe('every answer', () => {
  test.each([
    ['/accounts/devices/x/owner', 200],
    ['/accounts/devices/bug/owner', 500],
    ['/accounts/devices/away/owner', 503],
    ['/accounts/devices', 404],
    ['/nowhere', 404],
  ])(
    '(of %s, %i) carries an id of its own, and keeps browsers from guessing and framing',
    async (path, status) => {
      const { status: told, headers } = await app.request(path, { headers: { authorization } }, {})
      const other = await app.request(path, { headers: { authorization } }, {})
      expect(told).toBe(status)
      expect(headers.get('x-request-id')).toMatch(UUID_V7)
      expect(headers.get('x-request-id')).not.toBe(other.headers.get('x-request-id'))
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('strict-transport-security')).toBeNull()
    },
  )

  test('keeps browsers on https when the front end uses https', async () => {
    const front = { publicOrigin: 'https://push.example', trustedHops: 0 }
    const api = defineApi({ station: 'accounts', routes: [ownerGet] })
    const secure = createApp(api, { identifier, front, log: quietLog, metrics }, {})
    const { headers } = await secure.request('/nowhere', {}, {})
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
  })

  test('keeps the headers of its route', async () => {
    const own = { 'cache-control': 'public, max-age=60', 'cross-origin-resource-policy': 'cross-origin' }
    const jwks = definePlainRoute({
      path: '/accounts/jwks.json',
      access: { everybody: 'a test' },
      summary: 'With its own headers',
      handle: () => (c) => c.json({}, 200, own),
    })
    const { headers } = await appWith(jwks).request('/accounts/jwks.json', {}, {})
    expect(Object.fromEntries(headers)).toMatchObject(own)
  })

  test('that is a problem has the format of RFC 9457, with the id of the request', async () => {
    const response = await app.request('/nowhere', {}, {})
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const problem = problemSchema.parse(await response.json())
    expect(problem).toMatchObject({ type: 'about:blank', title: 'Not Found', status: 404, code: 'not_found' })
    expect(problem.request_id).toBe(response.headers.get('x-request-id'))
  })
})

test('a known path with another method is answered 405, with the methods it knows', async () => {
  const response = await app.request('/accounts/devices/x/owner', { method: 'DELETE' }, {})
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET'])
  expect(await response.json()).toMatchObject({ code: 'method_not_allowed' })
})

test('a bug is answered 500 without details, and logged with them', async () => {
  const response = await get('bug')
  expect(response.status).toBe(500)
  const text = await response.text()
  expect(text).not.toContain('secret')
  expect(text).not.toContain('create-app')
  expect(lines).toMatchObject([{ message: 'request failed', fields: { error: { name: 'TypeError' } } }])
})

test('when a dependency is down, the answer is 503 with Retry-After, without its name', async () => {
  const response = await get('away')
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(await response.text()).not.toContain('secret')
  expect(lines).toMatchObject([{ message: 'dependency unavailable' }])
})

describe('a JSON body', () => {
  const ofLength = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes - '{"a":""}'.length) })

  test('is read up to 64 KiB', async () => {
    expect(await (await post(ofLength(65_536))).json()).toEqual({ length: 65_530 })
    const response = await post(ofLength(65_537))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ code: 'too_large' })
  })

  test('is refused when it is compressed, nested too deep, not JSON, or empty', async () => {
    expect((await post('x', { 'content-encoding': 'gzip' })).status).toBe(415)
    const deep = await post(`{"a":${'['.repeat(16)}${']'.repeat(16)}}`)
    expect(await deep.json()).toMatchObject({ status: 400, code: 'too_deep', field: 'body' })
    for (const body of ['{"a":', '']) {
      const problem: unknown = await (await post(body)).json()
      expect(problem).toMatchObject({ status: 400, code: 'bad_json', field: 'body' })
    }
  })

  test('is refused when its Content-Type is not JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      const problem: unknown = await (await post('{"a":1}', { 'content-type': type })).json()
      expect(problem).toMatchObject({ status: 415, code: 'bad_content_type', field: 'Content-Type' })
    }
    const untold = await app.request('/accounts/dev-login', { method: 'POST', body: Uint8Array.of(0x31) }, {})
    expect(untold.status).toBe(415)
  })

  test('is refused with the name of the first field that is wrong', async () => {
    expect(await (await post('[]')).json()).toMatchObject({ status: 400, code: 'bad_field', field: 'body' })
  })

  test('is not read when the caller may not call', async () => {
    const body = new ReadableStream({
      pull() {
        throw new Error('read')
      },
    })
    const headers = { 'content-type': 'application/json', authorization: 'Bearer a.b.c' }
    const init = { method: 'POST', body, headers }
    expect((await app.request('/accounts/dev-login', init, {})).status).toBe(401)
  })

  test('is limited under every JSON type that the validator takes', async () => {
    const types = ['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/merge-patch+json']
    for (const type of types) {
      expect((await post(ofLength(65_537), { 'content-type': type })).status).toBe(413)
    }
  })
})

test('durations are counted by route, not by what callers put into paths', async () => {
  await get('x')
  await get('y')
  await app.request('/nowhere/1', {}, {})
  await app.request('/nowhere/2', {}, {})
  const counts = (await metrics.text())
    .split('\n')
    .filter((line) => line.startsWith('http_server_request_duration_seconds_count'))
  expect(counts).toHaveLength(2)
  expect(counts[0]).toContain('http_route="/accounts/devices/:id/owner"')
  expect(counts[0]).toMatch(/ 2$/u)
  expect(counts[1]).toContain('http_route="unknown"')
})

test('HEAD on an endless stream ends it', async () => {
  let ends = 0
  const stream = definePlainRoute({
    path: '/accounts/jwks.json',
    access: { everybody: 'a test' },
    summary: 'A stream',
    handle: () => (c) =>
      eventStream({
        signal: c.req.raw.signal,
        everyMs: 10,
        next: () => ({ data: 'more' }),
        onEnd: () => (ends += 1),
      }),
  })
  const response = await appWith(stream).request('/accounts/jwks.json', { method: 'HEAD' }, {})
  expect([response.status, response.body, ends]).toEqual([200, null, 1])
})
