import { afterAll, describe, expect, test } from 'vitest'
import { problemSchema } from '#lib/http/wire-schemas.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { stationOfPath } from '../../edge/web/station-paths.ts'
import { accessRows, closedRows, requestOf, stations } from './access-rows.ts'
import { authorizationOf, CALLERS } from './authorization-of.ts'
import { openApps } from './open-apps.ts'

const opened = await openApps(temporaryFolder())
const { keys, apps } = opened
afterAll(() => opened.close())

const closedCalls = closedRows.flatMap((row) =>
  CALLERS.map((caller) => ({ ...row, caller, isIn: (row.roles as readonly string[]).includes(caller) })),
)
const wrongCalls = closedCalls.filter(({ isIn }) => !isIn)
const rightCalls = closedCalls.filter(({ isIn }) => isIn)

test.each(stations.filter((station) => station !== 'web'))(
  'edge/web leads to each route of %s',
  (station) => {
    // /robots.txt is only at the tracker's own address. At `/` the query decides whether a call is from a phone.
    const paths = accessRows
      .filter((row) => row.station === station)
      .map(({ route }) => route.slice(route.indexOf(' ') + 1))
      .filter((path) => path !== '/robots.txt' && path !== '/')
    expect(paths.filter((path) => stationOfPath(path) !== station)).toEqual([])
  },
)

describe('a route that is not for everybody', () => {
  test.each(closedRows)('$station: $route answers 401 without credentials', async ({ station, route }) => {
    const response = await call(station, route, undefined)
    expect(response?.status).toBe(401)
    expect(response?.headers.get('www-authenticate')).toContain('Basic realm')
  })

  test.each(wrongCalls)('$station: $route refuses the role $caller', async (row) => {
    const { station, route, caller } = row
    const response = await call(station, route, await authorizationOf(caller, { keys, audience: station }))
    // Only the tracker accepts device keys, and not in this header, so they prove nothing here.
    expect(response?.status).toBe(caller === 'device' ? 401 : 403)
  })

  test.each(rightCalls)('$station: $route admits the role $caller', async ({ station, route, caller }) => {
    const leaving = new AbortController()
    const { method, path } = requestOf(route)
    const response = await fetch(opened.urlOf(station) + path, {
      method,
      headers: { authorization: await authorizationOf(caller, { keys, audience: station }) },
      redirect: 'manual',
      signal: leaving.signal,
    })
    const isProblem = response.headers.get('content-type') === 'application/problem+json'
    const code = isProblem ? problemSchema.parse(await response.json()).code : undefined
    // Some answers never end.
    leaving.abort()
    expect(['unauthorized', 'forbidden', 'internal']).not.toContain(code)
  })

  test.each(closedRows)('$station: $route answers 401 to a token for another station', async (row) => {
    const audience = row.station === 'storage' ? 'accounts' : 'storage'
    const response = await call(row.station, row.route, await authorizationOf('service', { keys, audience }))
    expect(response?.status).toBe(401)
  })
})

async function call(
  station: StationName,
  route: string,
  authorization: string | undefined,
): Promise<Response | undefined> {
  const { method, path } = requestOf(route)
  const request = new Request(`http://station${path}`, {
    method,
    headers: authorization === undefined ? {} : { authorization },
  })
  return apps.get(station)?.fetch(request, {})
}
