import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { WRONG_MAX } from '#lib/auth/password-tries.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import type { Access } from '#lib/http/access.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { openAuditStore } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const PUBLIC_ORIGIN = 'https://push.example'
const basic = (password: string) => `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
const PASSWORD = 'a-long-admin-password'

let keys: KeyRing
let app: App
let reached: string[] = []

function reaching(method: 'get' | 'delete', path: string, access: Access) {
  return defineRoute({
    method,
    path,
    access,
    summary: 'Tells that it was reached',
    answers: { 200: { description: 'It was' } },
    handle: () => (c) => {
      reached.push(`${c.req.method} ${c.get('caller').role}`)
      return c.text('reached')
    },
  })
}

beforeAll(async () => {
  const folder = temporaryFolder()
  keys = await openKeyRing(join(folder, 'keys.json'))
  const audit = await openAuditStore(`sqlite:${folder}/store.db`)
  const identifier = { keys, audience: 'notifications', adminPassword: PASSWORD }
  const front = { publicOrigin: PUBLIC_ORIGIN, trustedHops: 0 }
  const routes = [
    reaching('get', '/mappings', ['own', 'service', 'operate', 'admin']),
    reaching('delete', '/mappings', ['admin']),
    reaching('get', '/mappings/{device}', ['own', 'service', 'operate', 'admin']),
    reaching('delete', '/mappings/{device}', ['own', 'service', 'admin']),
  ]
  const options = { identifier, front, audit, log: quietLog, metrics: openMetrics() }
  app = createApp(defineApi({ station: 'notifications', routes }), options, {})
  return () => audit.close()
})

async function call(path: string, token?: string, method = 'GET') {
  reached = []
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` }
  const response = await app.request(path, { method, ...(headers && { headers }) }, {})
  return { status: response.status, reached, response }
}

const person = () => signPersonToken(keys, { person: 'anna', role: 'person' }, 'notifications')
const operator = () => signPersonToken(keys, { person: 'olga', role: 'operate' }, 'notifications')

test('a role that the route names reaches the route, and the route learns who calls', async () => {
  expect(await call('/mappings', await person())).toMatchObject({ status: 200, reached: ['GET person'] })
  const service = await signServiceToken(keys, 'web', 'notifications')
  expect(await call('/mappings', service)).toMatchObject({ status: 200, reached: ['GET service'] })
})

test('a call without credentials is answered 401, with the scheme to use', async () => {
  const { status, response } = await call('/mappings')
  expect([status, reached]).toEqual([401, []])
  expect(response.headers.get('www-authenticate')).toContain('Basic realm')
})

test('a wrong token is answered 401, also where the path does not exist', async () => {
  expect(await call('/mappings', 'a.b.c')).toMatchObject({ status: 401, reached: [] })
  expect(await call('/nowhere', 'a.b.c')).toMatchObject({ status: 401, reached: [] })
})

test('a role that the route does not name is answered 403', async () => {
  const path = '/mappings/phone-1'
  expect(await call(path, await operator())).toMatchObject({ status: 200 })
  expect(await call(path, await operator(), 'DELETE')).toMatchObject({ status: 403, reached: [] })
})

test('HEAD is guarded as GET is', async () => {
  expect(await call('/mappings', undefined, 'HEAD')).toMatchObject({ status: 401, reached: [] })
})

test('unknown paths and methods pass the guard, to be answered 404 and 405', async () => {
  expect(await call('/nowhere')).toMatchObject({ status: 404 })
  expect(await call('/mappings', undefined, 'PUT')).toMatchObject({ status: 405 })
})

test.each(['//mappings', '/mappings/', '/./mappings', '/%6dappings', '/Mappings', '/mappings//'])(
  'the path %s opens nothing',
  async (path) => {
    expect([401, 404]).toContain((await call(path)).status)
    expect(reached).toEqual([])
  },
)

describe("a change with the admin's password", () => {
  async function remove(headers: Record<string, string>, authorization = basic(PASSWORD), method = 'DELETE') {
    reached = []
    const init = { method, headers: { ...headers, authorization } }
    const response = await app.request('http://station/mappings/phone-1', init, {})
    return [response.status, reached]
  }

  test('is made for programs, and for our own pages', async () => {
    for (const headers of [
      {},
      { origin: PUBLIC_ORIGIN },
      { origin: PUBLIC_ORIGIN, 'sec-fetch-site': 'same-origin' },
    ])
      expect(await remove(headers)).toEqual([200, ['DELETE admin']])
  })

  test('is refused for pages of other sites, with a right or wrong password, however the scheme is written', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      for (const authorization of [basic(PASSWORD), basic('x'), basic(PASSWORD).replace('Basic', 'bAsIc')])
        expect(await remove(headers, authorization)).toEqual([403, []])
    }
  })

  test('is not a read: reads are allowed from links on any site', async () => {
    expect(await remove({ 'sec-fetch-site': 'cross-site' }, basic(PASSWORD), 'GET')).toEqual([
      200,
      ['GET admin'],
    ])
  })

  test('is made from anywhere with a token instead: browsers do not send tokens by themselves', async () => {
    const token = await signServiceToken(keys, 'web', 'notifications')
    const headers = { origin: 'https://app.example' }
    expect(await remove(headers, `Bearer ${token}`)).toEqual([200, ['DELETE service']])
  })
})

describe('the password of the admin', () => {
  const tryFrom = async (peerIp: string, password: string, forwardedFor?: string) => {
    const headers = {
      authorization: basic(password),
      ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }),
    }
    return (await app.request('/mappings', { headers }, { peerIp })).status
  }

  test('cannot be guessed for long from one address; other addresses still get in', async () => {
    const web = '10.0.0.9'
    for (let number = 0; number < WRONG_MAX; number += 1)
      expect(await tryFrom(web, `guess-${number}`, '198.51.100.7')).toBe(401)
    expect(await tryFrom(web, PASSWORD, '198.51.100.7')).toBe(429)
    // A caller may write more into the header than the front end adds.
    expect(await tryFrom(web, PASSWORD, '6.6.6.6, 198.51.100.7')).toBe(429)
    expect(await tryFrom(web, PASSWORD, '198.51.100.8')).toBe(200)
    expect(await tryFrom(web, PASSWORD)).toBe(200)
  })

  test('is locked per peer where the forwarded address cannot be read', async () => {
    for (let number = 0; number < WRONG_MAX; number += 1)
      expect(await tryFrom('10.0.1.1', `guess-${number}`, 'unknown')).toBe(401)
    expect(await tryFrom('10.0.1.1', PASSWORD, '<script>')).toBe(429)
    expect(await tryFrom('10.0.1.2', PASSWORD, 'unknown')).toBe(200)
    expect(await tryFrom('10.0.1.1', PASSWORD, '198.51.100.9:54321')).toBe(200)
  })

  test('does not matter to callers with a token', async () => {
    for (let number = 0; number <= WRONG_MAX; number += 1) await tryFrom('10.0.0.1', 'guess')
    const headers = { authorization: `Bearer ${await person()}` }
    expect((await app.request('/mappings', { headers }, { peerIp: '10.0.0.1' })).status).toBe(200)
  })
})
