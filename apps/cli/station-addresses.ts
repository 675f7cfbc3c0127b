import type { Environment } from '#lib/config/read-config.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { withoutEndSlashes } from '#lib/http/without-end-slashes.ts'
import type { StationName } from '#lib/station/station-names.ts'

const spec = {
  host: settings.HOST,
  web: settings.WEB_PORT,
  tracker: settings.TRACKER_PORT,
  storage: settings.STORAGE_PORT,
  matching: settings.MATCHING_PORT,
  kafidx: settings.KAFIDX_PORT,
  notifications: settings.NOTIFICATIONS_PORT,
  actions: settings.ACTIONS_PORT,
  images: settings.IMAGES_PORT,
  accounts: settings.ACCOUNTS_PORT,
  statistics: settings.STATISTICS_PORT,
  enrich: settings.ENRICH_PORT,
  offers: settings.OFFERS_PORT,
}

/** Values of HOST that mean "all interfaces". They are no addresses to call. */
const EVERYWHERE = new Set(['0.0.0.0', '::'])

/**
 * Returns a function that gives the address of a station: its `…_URL` if that is set (PUBLIC_URL for the front end), else its
 * port on this machine.
 *
 * @throws {ConfigError} when a setting is wrong.
 */
export function stationAddresses(environment: Environment): (station: StationName) => string {
  const { host, ...ports } = readConfig(spec, environment)
  const reachable = EVERYWHERE.has(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return function addressOf(station) {
    const given = environment[station === 'web' ? 'PUBLIC_URL' : `${station.toUpperCase()}_URL`]
    return withoutEndSlashes(given?.trim() ?? '') || `http://${reachable}:${ports[station]}`
  }
}
