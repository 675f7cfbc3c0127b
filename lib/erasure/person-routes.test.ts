import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import { personRoutes, type PersonPorts } from '#lib/erasure/person-routes.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

let keys: KeyRing
let app: App
let done: string[]

beforeEach(async () => {
  keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  done = []
  const identifier = { keys, audience: 'storage', adminPassword: 'a-long-admin-password' }
  const people: PersonKeeper = {
    collect: (person) => Promise.resolve({ files: { 'x.json': [person] } }),
    erase: (person) => Promise.resolve(void done.push(`erase ${person}`)),
    release: (person, device) => Promise.resolve(void done.push(`release ${device} of ${person}`)),
  }
  const api = defineApi<PersonPorts>({
    station: 'storage',
    routes: personRoutes('/store', { hasDevices: true }),
  })
  app = createApp(api, { identifier, log: quietLog, metrics: openMetrics() }, { people })
})

const call = async (methodAndPath: string, authorization?: string) => {
  const [method = '', path = ''] = methodAndPath.split(' ')
  return app.request(path, { method, headers: authorization === undefined ? {} : { authorization } }, {})
}
const asService = async (name: string) => `Bearer ${await signServiceToken(keys, name, 'storage')}`

test('accounts can read and erase the data of a person', async () => {
  const accounts = await asService('accounts')
  const shown = await call('GET /store/people/ada', accounts)
  expect([shown.status, await shown.json()]).toEqual([200, { files: { 'x.json': ['ada'] } }])
  expect((await call('DELETE /store/people/ada', accounts)).status).toBe(204)
  expect((await call('DELETE /store/people/ada/devices/a%20phone', accounts)).status).toBe(204)
  expect(done).toEqual(['erase ada', 'release a phone of ada'])
})

test('403 for all other callers of any role', async () => {
  const person = `Bearer ${await signPersonToken(keys, { person: 'ada', role: 'person' }, 'storage')}`
  const callers: [string | undefined, number][] = [
    [undefined, 401],
    [person, 403],
    [await asService('matching'), 403],
    [`Basic ${btoa('admin:a-long-admin-password')}`, 403],
  ]
  for (const [authorization, status] of callers) {
    for (const route of [
      'GET /store/people/ada',
      'DELETE /store/people/ada',
      'DELETE /store/people/ada/devices/d',
    ]) {
      expect((await call(route, authorization)).status, route).toBe(status)
    }
  }
  expect(done).toEqual([])
})

test('400 for invalid ids of people and devices', async () => {
  const accounts = await asService('accounts')
  expect(await (await call('DELETE /store/people/a%20b', accounts)).json()).toMatchObject({ field: 'person' })
  const device = await call('DELETE /store/people/ada/devices/null', accounts)
  expect(await device.json()).toMatchObject({ status: 400, field: 'device' })
  expect(done).toEqual([])
})
