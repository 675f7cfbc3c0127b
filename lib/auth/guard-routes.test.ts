import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

let keys: KeyRing
let app: App
let reached: string[] = []

beforeAll(async () => {
  keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  const identifier = { keys, audience: 'notifications', adminPassword: 'a-long-admin-password' }
  app = createApp({ station: 'notifications', identifier, log: quietLog, metrics: openMetrics() })
  // The first two are in the table of this station, the third is in none.
  for (const path of ['/mappings', '/mappings/:device', '/forgotten']) {
    app.on(['GET', 'DELETE'], path, (c) => {
      reached.push(`${c.req.method} ${c.get('caller').role}`)
      return c.text('reached')
    })
  }
})

async function call(path: string, token?: string, method = 'GET') {
  reached = []
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` }
  const response = await app.request(path, { method, ...(headers && { headers }) }, {})
  return { status: response.status, reached, response }
}

const person = () => signPersonToken(keys, { person: 'anna', role: 'person' }, 'notifications')
const operator = () => signPersonToken(keys, { person: 'olga', role: 'operate' }, 'notifications')

test('a role the table names reaches the route, which is told who calls', async () => {
  expect(await call('/mappings', await person())).toMatchObject({ status: 200, reached: ['GET person'] })
  const service = await signServiceToken(keys, 'web', 'notifications')
  expect(await call('/mappings', service)).toMatchObject({ status: 200, reached: ['GET service'] })
})

test('nobody is answered 401, with what would help', async () => {
  const { status, response } = await call('/mappings')
  expect([status, reached]).toEqual([401, []])
  expect(response.headers.get('www-authenticate')).toContain('Basic realm')
})

test('a wrong token is answered 401, also where the path does not exist', async () => {
  expect(await call('/mappings', 'a.b.c')).toMatchObject({ status: 401, reached: [] })
  expect(await call('/nowhere', 'a.b.c')).toMatchObject({ status: 401, reached: [] })
})

test('a role the table does not name is answered 403', async () => {
  const path = '/mappings/phone-1'
  expect(await call(path, await operator())).toMatchObject({ status: 200 })
  expect(await call(path, await operator(), 'DELETE')).toMatchObject({ status: 403, reached: [] })
})

test('HEAD is guarded as GET is', async () => {
  expect(await call('/mappings', undefined, 'HEAD')).toMatchObject({ status: 401, reached: [] })
})

test('a route that is not in the table is closed to everybody', async () => {
  expect(await call('/forgotten')).toMatchObject({ status: 401, reached: [] })
  expect(await call('/forgotten', await person())).toMatchObject({ status: 403, reached: [] })
  const authorization = `Basic ${Buffer.from('admin:a-long-admin-password').toString('base64')}`
  expect((await app.request('/forgotten', { headers: { authorization } }, {})).status).toBe(403)
  expect(reached).toEqual([])
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
