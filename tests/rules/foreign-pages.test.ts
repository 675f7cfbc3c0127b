import { OpenAPIHono } from '@hono/zod-openapi'
import { afterAll, describe, expect, test } from 'vitest'
import { problemSchema } from '#lib/http/wire-schemas.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { PUBLIC_URL } from '../../apps/accounts/people/open-people-world.fixture.ts'
import { actRows, requestOf } from './access-rows.ts'
import { authorizationOf } from './authorization-of.ts'
import { openApps } from './open-apps.ts'

const opened = await openApps(temporaryFolder())
const { apps, keys } = opened
afterAll(() => opened.close())

/** The types of bodies that a form can send, on any page. */
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']

const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { origin: 'https://evil.example' },
  { origin: 'https://evil.example', host: 'evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { origin: PUBLIC_URL, 'sec-fetch-site': 'cross-site' },
]

const OWN: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'sec-fetch-site': 'none' },
  { origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' },
  { origin: 'http://localhost:5123', host: 'localhost:5123' },
]

describe("a route that accepts the admin's password and changes something", () => {
  test.each(actRows)('$station: $route is refused to pages of other sites', async ({ station, route }) => {
    for (const headers of FOREIGN) {
      for (const type of [undefined, ...FORM_TYPES]) {
        expect([headers, type, ...(await call(station, route, headers, type))]).toEqual([
          headers,
          type,
          403,
          'foreign_origin',
        ])
      }
    }
  })

  test.each(actRows)('$station: $route is open to our own pages and to programs', async (row) => {
    for (const headers of OWN) {
      expect(await call(row.station, row.route, headers)).not.toContain('foreign_origin')
    }
  })

  test.each(actRows.filter(({ station, route }) => takesBody(station, route)))(
    '$station: $route refuses forms, even of our own pages',
    async ({ station, route }) => {
      for (const type of FORM_TYPES) {
        expect(await call(station, route, { origin: PUBLIC_URL }, type)).toEqual([415, 'bad_content_type'])
      }
    },
  )
})

/** The status of a call with the admin's password, and the code of its problem. */
async function call(
  station: StationName,
  route: string,
  headers: Readonly<Record<string, string>>,
  type?: string,
): Promise<readonly [number | undefined, string | undefined]> {
  const { method, path } = requestOf(route)
  const authorization = await authorizationOf('admin', { keys, audience: station })
  const request = new Request(`http://station${path}`, {
    method,
    headers: { ...headers, authorization, ...(type !== undefined && { 'content-type': type }) },
    ...(type !== undefined && { body: 'role=admin' }),
  })
  const response = await apps.get(station)?.fetch(request, {})
  const isProblem = response?.headers.get('content-type') === 'application/problem+json'
  return [response?.status, isProblem ? problemSchema.parse(await response.json()).code : undefined]
}

function takesBody(station: StationName, route: string): boolean {
  const app = apps.get(station)
  if (!(app instanceof OpenAPIHono)) return false
  return app.openAPIRegistry.definitions.some(
    (definition) =>
      definition.type === 'route' &&
      definition.route.request?.body !== undefined &&
      `${definition.route.method.toUpperCase()} ${definition.route.path.replaceAll(/\{(\w+)\}/gu, ':$1')}` ===
        route,
  )
}
