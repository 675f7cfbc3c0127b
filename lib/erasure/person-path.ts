import { pathSegment } from '#lib/http/path-segment.ts'

/** The stations other than accounts that hold data of people. */
export const PERSON_STATIONS = ['notifications', 'matching', 'storage', 'images'] as const
export type PersonStation = (typeof PERSON_STATIONS)[number]

/** For each station: the arguments of its `personRoutes()`. */
export const PERSON_ROUTES: Readonly<
  Record<PersonStation, { readonly base: string; readonly hasDevices: boolean }>
> = {
  notifications: { base: '/deliveries', hasDevices: true },
  matching: { base: '/matching', hasDevices: true },
  storage: { base: '/store', hasDevices: true },
  images: { base: '/images', hasDevices: false },
}

/**
 * Returns the path of a person's data at a station.
 *
 * @example
 * ```ts
 * personPath('storage', 'ada') // => '/store/people/ada'
 * ```
 */
export function personPath(station: PersonStation, person: string): string {
  return `${PERSON_ROUTES[station].base}/people/${pathSegment(person)}`
}
