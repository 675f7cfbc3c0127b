import { isRecord } from '#lib/events/is-record.ts'
import { UNKNOWN_CITY, type City } from '#lib/geoip/city-finder.ts'

/**
 * Reads the city from a record of an MMDB file: a flat record of DB-IP or a nested one of MaxMind.
 *
 * @example
 * ```ts
 * cityOf({ country_code: 'DE', city: 'Berlin' }) // => { country: 'DE', city: 'Berlin' }
 * cityOf({ country: { iso_code: 'DE' }, city: { names: { en: 'Berlin' } } }) // => { country: 'DE', city: 'Berlin' }
 * ```
 */
export function cityOf(record: unknown): City {
  const country = textAt(record, 'country_code') ?? textAt(record, 'country', 'iso_code')
  const city = textAt(record, 'city', 'names', 'en') ?? textAt(record, 'city')
  return { country: country ?? UNKNOWN_CITY.country, city: city ?? UNKNOWN_CITY.city }
}

function textAt(record: unknown, ...path: readonly string[]): string | undefined {
  let value = record
  for (const key of path) {
    value = isRecord(value) ? value[key] : undefined
  }
  return typeof value === 'string' && value !== '' ? value : undefined
}
