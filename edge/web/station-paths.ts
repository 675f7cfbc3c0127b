import type { StationName } from '#lib/station/station-names.ts'

/** Which station answers which paths; the longest that fits wins, everything else is the front end's own. */
export const STATION_PATHS: readonly (readonly [path: string, station: StationName])[] = [
  ['/t/', 'tracker'],
  ['/v1/', 'tracker'],
  ['/owntracks', 'tracker'],
  ['/overland', 'tracker'],
  ['/osmand', 'tracker'],
  ['/store', 'storage'],
  ['/accounts', 'accounts'],
  ['/matching', 'matching'],
  ['/notifications', 'notifications'],
  ['/register', 'notifications'],
  ['/mappings', 'notifications'],
  ['/deliveries', 'notifications'],
  ['/assets', 'images'],
  ['/images', 'images'],
  ['/offers', 'offers'],
  ['/jobs', 'offers'],
  ['/runs', 'offers'],
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

/**
 * The station that answers a URL: phones that know an address without a path say where they are at `/?id=…&lat=…`.
 *
 * @example
 * ```ts
 * stationOf(new URL('https://push.example/?id=phone-1&lat=52.5&lon=13.4')) // => 'tracker'
 * stationOf(new URL('https://push.example/?id=phone-1')) // => undefined
 * ```
 */
export function stationOf({ pathname, searchParams }: URL): StationName | undefined {
  const isPhone =
    pathname === '/' && (searchParams.has('id') || searchParams.has('deviceid')) && searchParams.has('lat')
  return isPhone ? 'tracker' : stationOfPath(pathname)
}
