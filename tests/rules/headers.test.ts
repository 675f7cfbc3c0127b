import { afterAll, expect, test } from 'vitest'
import type { StationName } from '#lib/station/station-names.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { accessRows, closedRows, requestOf, stations } from './access-rows.ts'
import { authorizationOf, CALLERS } from './authorization-of.ts'
import { openApps } from './open-apps.ts'

const opened = await openApps(temporaryFolder())
const { apps, keys } = opened
afterAll(() => opened.close())

const answering = stations.filter((station) => apps.has(station))
const YEAR = 'max-age=31536000'

/** Headers of every answer. */
const SECURITY = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

test.each(accessRows.filter(({ station }) => station !== 'tracker'))(
  '$station: $route forbids browsers to guess types, to frame it, and other sites to read it',
  async ({ station, route }) => {
    for (const caller of [undefined, ...CALLERS]) {
      const headers = await headersOf(station, route, caller)
      expect(headers).toMatchObject({ ...SECURITY, 'strict-transport-security': YEAR })
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
      if (headers['content-type']?.startsWith('text/html') === true) {
        expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
        expect(headers['content-security-policy']).not.toContain('unsafe')
      }
    }
  },
)

test.each(closedRows)('$station: $route is not cached', async ({ station, route }) => {
  for (const caller of [undefined, ...CALLERS]) {
    expect((await headersOf(station, route, caller))['cache-control']).toBe('no-store')
  }
})

test.each(answering)('%s sends these headers for unknown paths and methods, too', async (station) => {
  const policy = station === 'tracker' ? 'cross-origin' : 'same-origin'
  const own = accessRows.filter((row) => row.station === station)
  const wrongMethods = own.map(({ route }) => route.replace(/^\w+/u, 'PATCH'))
  for (const route of ['GET /nowhere/at/all', ...wrongMethods]) {
    expect(await headersOf(station, route, undefined)).toMatchObject({
      ...SECURITY,
      'cross-origin-resource-policy': policy,
      'cache-control': 'no-store',
    })
  }
})

test.each(accessRows.filter(({ station }) => station === 'tracker'))(
  'tracker: $route forbids browsers to guess types, and is not cached',
  async ({ route }) => {
    expect(await headersOf('tracker', route, undefined)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  },
)

/** The headers of the answer to a call; an undefined caller sends no credentials. */
async function headersOf(
  station: StationName,
  route: string,
  caller: (typeof CALLERS)[number] | undefined,
): Promise<Readonly<Record<string, string>>> {
  const { method, path } = requestOf(route)
  const request = new Request(`http://station${path}`, {
    method,
    headers:
      caller === undefined
        ? {}
        : { authorization: await authorizationOf(caller, { keys, audience: station }) },
  })
  const response = await apps.get(station)?.fetch(request, {})
  // Some answers never end, and a zip rejects when it is cancelled.
  await response?.body?.cancel().catch(() => undefined)
  return Object.fromEntries(response?.headers ?? [])
}
