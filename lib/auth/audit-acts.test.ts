import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { timeOfId } from '#lib/ids/time-of-id.ts'
import type { AuditLog, AuditStore } from '#lib/store/audit.ts'
import { openAuditStore, type Opened } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const PASSWORD = 'a-long-admin-password'
const ADMIN = `Basic ${btoa(`admin:${PASSWORD}`)}`
const PATH = '/mappings/phone-1'

let keys: KeyRing
let audit: Opened<AuditStore>
let done: string[]
let logged: { message: string; fields: unknown }[]

beforeEach(async () => {
  const folder = temporaryFolder()
  keys = await openKeyRing(join(folder, 'keys.json'))
  audit = await openAuditStore(`sqlite:${folder}/store.db`)
  done = []
  logged = []
  const opened = audit
  onTestFinished(() => opened.close())
})

/** A station with one path. Its route answers what the audit log holds when the route runs. */
function anApp(log: AuditLog | undefined): App {
  const routes = (['get', 'delete'] as const).map((method) =>
    defineRoute({
      method,
      path: '/mappings/{device}',
      access: method === 'get' ? ['own', 'service', 'operate', 'admin'] : ['own', 'service', 'admin'],
      summary: 'What the audit log holds when the route runs',
      answers: { 200: { description: 'It' } },
      handle: () => async (c) => {
        const { device } = c.req.param()
        done.push(device)
        if (device.startsWith('changed'))
          c.set('acted', { owner: 'anna', before: { on: true }, after: { on: false } })
        if (device === 'changed-late') throw new ProblemError({ status: 409, code: 'late', detail: 'Late' })
        if (device === 'nobodys') throw new ProblemError({ status: 404, code: 'not_found', detail: 'None' })
        if (device === 'bug') throw new TypeError('bug')
        return c.json({ begun: await audit.list({ limit: 9 }) })
      },
    }),
  )
  const options = {
    identifier: { keys, audience: 'notifications', adminPassword: PASSWORD },
    ...(log !== undefined && { audit: log }),
    log: { ...quietLog, error: (message: string, fields?: object) => logged.push({ message, fields }) },
    metrics: openMetrics(),
  }
  return createApp(defineApi({ station: 'notifications', routes }), options, {})
}

const remove = async (path: string, authorization = ADMIN, app = anApp(audit)) =>
  app.request(
    path,
    { method: 'DELETE', headers: { authorization, 'x-forwarded-for': '6.6.6.6, 198.51.100.77' } },
    { peerIp: '10.0.0.1' },
  )

const acts = () => audit.list({ limit: 9 })

describe('a change by the admin', () => {
  test('is written down before it is made, and its outcome after', async () => {
    const before = Date.now()
    const response = await remove(PATH)
    const begun = {
      person: 'admin',
      role: 'admin',
      station: 'notifications',
      method: 'DELETE',
      route: '/mappings/:device',
      params: { device: 'phone-1' },
      requestId: response.headers.get('x-request-id'),
      ip: '198.51.100.0',
    }
    const { begun: seen } = (await response.json()) as { begun: unknown[] }
    expect(seen).toEqual([{ ...begun, id: expect.any(String) }])
    const [act] = await acts()
    expect(act).toEqual({ ...begun, id: expect.any(String), status: 200 })
    expect(timeOfId(act?.id ?? '')).toBeGreaterThanOrEqual(before)
  })

  test('is written down also when the route fails or throws', async () => {
    for (const device of ['nobodys', 'bug']) await remove(`/mappings/${device}`)
    expect(await acts()).toMatchObject([
      { params: { device: 'bug' }, status: 500 },
      { params: { device: 'nobodys' }, status: 404 },
    ])
  })

  test('is written down with what it changed, if it succeeds', async () => {
    for (const device of ['changed', 'changed-late']) await remove(`/mappings/${device}`)
    const [late, made] = await acts()
    expect(made?.change).toEqual({ owner: 'anna', before: { on: true }, after: { on: false } })
    expect([late?.status, late?.change]).toEqual([409, undefined])
  })

  test('names the person whose token has the role', async () => {
    const olga = await signPersonToken(keys, { person: 'olga', role: 'admin' }, 'notifications')
    await remove(PATH, `Bearer ${olga}`)
    expect(await acts()).toMatchObject([{ person: 'olga', role: 'admin' }])
  })

  test('is not made when it cannot be written down', async () => {
    const full: AuditLog = { ...audit, begin: () => Promise.reject(new Error('disk full')) }
    for (const log of [full, undefined]) {
      const response = await remove(PATH, ADMIN, anApp(log))
      expect([response.status, await response.json()]).toEqual([
        503,
        expect.objectContaining({ code: 'unavailable' }),
      ])
    }
    expect(done).toEqual([])
  })

  test('is made, and its entry stays without a status, when its outcome cannot be written', async () => {
    const broken: AuditLog = { ...audit, finish: () => Promise.reject(new Error('disk full')) }
    expect((await remove(PATH, ADMIN, anApp(broken))).status).toBe(200)
    const [act] = await acts()
    expect(act).toMatchObject({ params: { device: 'phone-1' } })
    expect(act?.status).toBeUndefined()
    expect(logged).toMatchObject([
      {
        message: 'cannot write the outcome of a change to the audit log',
        fields: { act: act?.id, status: 200 },
      },
    ])
  })
})

test('changes by others, reads, and calls that the guard refuses are not written down', async () => {
  const app = anApp(audit)
  const anna = await signPersonToken(keys, { person: 'anna', role: 'person' }, 'notifications')
  const olga = await signPersonToken(keys, { person: 'olga', role: 'operate' }, 'notifications')
  const service = await signServiceToken(keys, 'web', 'notifications')
  for (const token of [anna, service]) expect((await remove(PATH, `Bearer ${token}`)).status).toBe(200)
  expect((await remove(PATH, `Bearer ${olga}`)).status).toBe(403)
  expect((await remove(PATH, 'Bearer a.b.c')).status).toBe(401)
  expect((await remove('/nowhere')).status).toBe(404)
  for (const method of ['GET', 'HEAD'])
    expect((await app.request(PATH, { method, headers: { authorization: ADMIN } }, {})).status).toBe(200)
  expect(await acts()).toEqual([])
})
