import { afterAll, describe, expect, test } from 'vitest'
import { accessTable } from '#lib/auth/access-table.ts'
import type { Role } from '#lib/auth/caller.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { stationOfPath } from '../../edge/web/station-paths.ts'
import { openApps, PASSWORD } from './open-apps.ts'

const opened = await openApps(temporaryFolder())
const { keys, apps } = opened
afterAll(() => opened.close())

const stations = Object.keys(accessTable) as StationName[]

/** Roles that can be shown in an Authorization header. */
const CALLERS = ['person', 'service', 'operate', 'admin'] as const satisfies readonly Role[]

const closedRows = stations.flatMap((station) =>
  Object.entries(accessTable[station]).flatMap(([route, roles]) =>
    roles.includes('public') ? [] : [{ station, route, roles }],
  ),
)

const wrongCallers = closedRows.flatMap(({ station, route, roles }) =>
  CALLERS.filter((caller) => !roles.includes(caller)).map((caller) => ({ station, route, caller })),
)

test.each(stations)('each route of %s has a row in the access table, and each row a route', (station) => {
  const routes = (apps.get(station)?.routes ?? [])
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
  expect([...new Set(routes)].sort()).toEqual(Object.keys(accessTable[station]).sort())
})

test.each(stations.filter((station) => station !== 'web'))(
  'edge/web leads to each route of %s',
  (station) => {
    // Crawlers are told by the tracker's own address what to leave alone; what is a phone at `/` its query tells.
    const paths = Object.keys(accessTable[station])
      .map((route) => route.slice(route.indexOf(' ') + 1))
      .filter((path) => path !== '/robots.txt' && path !== '/')
    expect(paths.filter((path) => stationOfPath(path) !== station)).toEqual([])
  },
)

describe('a route that is not for everybody', () => {
  test.each(closedRows)('$station: $route answers 401 to nobody', async ({ station, route }) => {
    const response = await call(station, route, undefined)
    expect(response?.status).toBe(401)
    expect(response?.headers.get('www-authenticate')).toContain('Basic realm')
  })

  test.each(wrongCallers)('$station: $route answers 403 to $caller', async ({ station, route, caller }) => {
    const response = await call(station, route, await authorizationOf(caller, station))
    expect(response?.status).toBe(403)
  })

  test.each(closedRows)('$station: $route answers 401 to a token for another station', async (row) => {
    const other = row.station === 'storage' ? 'accounts' : 'storage'
    const response = await call(row.station, row.route, await authorizationOf('service', other))
    expect(response?.status).toBe(401)
  })
})

async function call(
  station: StationName,
  route: string,
  authorization: string | undefined,
): Promise<Response | undefined> {
  const [method = '', path = ''] = route.split(' ')
  const request = new Request(`http://station${path.replaceAll(/:\w+|\*/gu, 'x')}`, {
    method,
    headers: authorization === undefined ? {} : { authorization },
  })
  return apps.get(station)?.fetch(request, {})
}

async function authorizationOf(caller: (typeof CALLERS)[number], audience: StationName): Promise<string> {
  if (caller === 'admin') return `Basic ${btoa(`admin:${PASSWORD}`)}`
  const token =
    caller === 'service'
      ? await signServiceToken(keys, 'test', audience)
      : await signPersonToken(keys, { person: 'anna', role: caller }, audience)
  return `Bearer ${token}`
}
