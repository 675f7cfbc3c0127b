import type { StationName } from '#lib/station/station-names.ts'

/** Which station answers which paths; the longest that fits wins, everything else is the front end's own. */
export const STATION_PATHS: readonly (readonly [path: string, station: StationName])[] = [
  ['/t/', 'tracker'],
  ['/v1/', 'tracker'],
  ['/store', 'storage'],
  ['/accounts', 'accounts'],
  ['/matching', 'matching'],
  ['/register', 'notifications'],
  ['/mappings', 'notifications'],
  ['/deliveries', 'notifications'],
  ['/assets', 'images'],
  ['/jobs', 'offers'],
  ['/sidekiq', 'offers'],
  ['/actions', 'actions'],
  ['/kafidx', 'kafidx'],
  ['/consumers', 'kafidx'],
  ['/statistics', 'statistics'],
]

/**
 * The station that answers a path.
 *
 * @example
 * ```ts
 * stationOfPath('/store/offers') // => 'storage'
 * stationOfPath('/storehouse') // => undefined
 * ```
 */
export function stationOfPath(pathname: string): StationName | undefined {
  return STATION_PATHS.find(([path]) =>
    path.endsWith('/') ? pathname.startsWith(path) : pathname === path || pathname.startsWith(`${path}/`),
  )?.[1]
}
