import { accessTable } from '#lib/auth/access-table.ts'
import { isSafeMethod } from '#lib/http/is-safe-method.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** The stations, by the access table. */
export const stations = Object.keys(accessTable) as StationName[]

/** Each row of the access table. */
export const accessRows = stations.flatMap((station) =>
  Object.entries(accessTable[station]).map(([route, roles]) => ({ station, route, roles })),
)

/** The rows that do not let everybody in. */
export const closedRows = accessRows.filter(({ roles }) => !roles.includes('public'))

/** The rows by which an operator or the admin changes something. */
export const actRows = accessRows.filter(
  ({ route, roles }) =>
    !isSafeMethod(requestOf(route).method) && (roles.includes('operate') || roles.includes('admin')),
)

/** True for the route of a document of a station's API. */
export function isDocument(route: string): boolean {
  return route.endsWith('/openapi.json')
}

/** A request to a route, any text in the place of its parameters. */
export function requestOf(route: string): { readonly method: string; readonly path: string } {
  const [method = '', path = ''] = route.split(' ')
  return { method, path: path.replaceAll(/:\w+|\*/gu, 'x') }
}
