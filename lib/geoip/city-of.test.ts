import { expect, test } from 'vitest'
import { UNKNOWN_CITY } from '#lib/geoip/city-finder.ts'
import { cityOf } from '#lib/geoip/city-of.ts'

test("DB-IP's flat records are read", () => {
  const record = {
    city: 'Berlin (Bezirk Mitte)',
    country_code: 'DE',
    latitude: 52.5,
    longitude: 13.4,
    timezone: '',
  }
  expect(cityOf(record)).toEqual({ country: 'DE', city: 'Berlin (Bezirk Mitte)' })
})

test("MaxMind's nested records are read, in English", () => {
  const record = {
    city: { geoname_id: 2_867_714, names: { de: 'München', en: 'Munich' } },
    continent: { code: 'EU' },
    country: { iso_code: 'DE', names: { en: 'Germany' } },
    registered_country: { iso_code: 'US' },
    location: { latitude: 48.1, longitude: 11.6 },
  }
  expect(cityOf(record)).toEqual({ country: 'DE', city: 'Munich' })
})

test('missing fields of a record are unknown', () => {
  expect(cityOf({ country: { iso_code: 'DE' } })).toEqual({ country: 'DE', city: 'XX' })
  expect(cityOf({ country_code: 'DE', city: '' })).toEqual({ country: 'DE', city: 'XX' })
  expect(cityOf({ city: { names: { de: 'München' } } })).toEqual(UNKNOWN_CITY)
  for (const record of [{}, null, undefined, 'text', [], { city: 7, country_code: {} }]) {
    expect(cityOf(record)).toEqual(UNKNOWN_CITY)
  }
})
