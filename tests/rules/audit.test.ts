import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actsSchema } from '#lib/service-client/acts.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import type { Platform } from '../builders/platform.ts'
import { startPlatform } from '../builders/start-platform.ts'
import { actRows, requestOf } from './access-rows.ts'

const folder = temporaryFolder()
let platform: Platform
let authorization: string

beforeAll(async () => {
  platform = await startPlatform({ folder })
  const password = readFileSync(`${folder}/data/admin-password`, 'utf8').trim()
  authorization = `Basic ${btoa(`admin:${password}`)}`
})

afterAll(async () => {
  await platform?.stop()
})

// A station without an audit log refuses all these routes.
test.each(actRows)(
  '$station: $route writes to the audit log of a platform that is started by apps/all',
  async (row) => {
    const { station, route } = row
    const { method, path } = requestOf(route)
    const response = await fetch(platform.url + path, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      body: '{}',
    })
    const query = new URLSearchParams({ station, limit: '1' })
    const list = await fetch(`${platform.url}/accounts/audit?${query.toString()}`, {
      headers: { authorization },
    })
    const [act] = actsSchema.parse(await list.json()).items
    expect(act).toMatchObject({
      person: 'admin',
      method,
      route: route.slice(method.length + 1),
      status: response.status,
      request_id: response.headers.get('x-request-id'),
      ip: '127.0.0.0',
    })
    expect([500, 503]).not.toContain(response.status)
  },
)
