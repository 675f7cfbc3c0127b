import { rolesOf } from '#lib/http/access.ts'
import { nameOf } from '#lib/http/define-route.ts'
import { isSafeMethod } from '#lib/http/is-safe-method.ts'
import { allApis } from '../../apps/all/all-apis.ts'

/** The stations that have an API. */
export const stations = allApis.map(({ station }) => station)

/** Each route of each station, with its declared access. */
export const accessRows = allApis.flatMap(({ station, routes }) =>
  routes.map(({ method, path, access }) => ({
    station,
    route: nameOf({ method, path }),
    access,
    roles: rolesOf(access),
  })),
)

/** The rows of routes that are not open to everybody. */
export const closedRows = accessRows.filter(({ roles }) => !roles.includes('public'))

/** The rows of routes with which an operator or the admin changes something. */
export const actRows = accessRows.filter(
  ({ route, roles }) =>
    !isSafeMethod(requestOf(route).method) && (roles.includes('operate') || roles.includes('admin')),
)

/** True for the route of a station's OpenAPI document. */
export function isDocument(route: string): boolean {
  return route.endsWith('/openapi.json')
}

/** A request to a route, with placeholders as parameters. */
export function requestOf(route: string): { readonly method: string; readonly path: string } {
  const [method = '', path = ''] = route.split(' ')
  return { method, path: path.replaceAll(/:\w+|\*/gu, 'x') }
}
