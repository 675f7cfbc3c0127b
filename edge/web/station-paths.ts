import { isPhoneQuery } from '#lib/http/is-phone-query.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** Which station answers which paths. The front end itself answers all other paths. */
export const STATION_PATHS: readonly (readonly [path: string, station: StationName])[] = [
  ['/t/', 'tracker'],
  ['/v1/', 'tracker'],
  ['/beacon/', 'tracker'],
  ['/owntracks', 'tracker'],
  ['/overland', 'tracker'],
  ['/osmand', 'tracker'],
  ['/store', 'storage'],
  ['/accounts', 'accounts'],
  ['/matching', 'matching'],
  ['/notifications', 'notifications'],
  ['/register', 'notifications'],
  ['/vapid', 'notifications'],
  ['/hooks', 'notifications'],
  ['/mappings', 'notifications'],
  ['/deliveries', 'notifications'],
  ['/unsubscribe', 'notifications'],
  ['/preferences', 'notifications'],
  ['/inbox', 'notifications'],
  ['/send', 'notifications'],
  ['/notify', 'notifications'],
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
 * The station that answers a request. Phone apps whose address has no path send positions to `/?id=…&lat=…`, or by POST to `/`. Our
 * pages at `/` use no POST.
 *
 * @example
 * ```ts
 * stationOf('GET', new URL('https://push.example/?id=phone-1&lat=52.5&lon=13.4')) // => 'tracker'
 * stationOf('GET', new URL('https://push.example/?id=phone-1')) // => undefined
 * stationOf('POST', new URL('https://push.example/')) // => 'tracker'
 * ```
 */
export function stationOf(method: string, { pathname, searchParams }: URL): StationName | undefined {
  if (pathname !== '/') return stationOfPath(pathname)
  return method === 'POST' || isPhoneQuery([...searchParams.keys()]) ? 'tracker' : undefined
}
