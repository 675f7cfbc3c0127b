import { describe, expect, test } from 'vitest'
import { allCities, cityNamed } from '#lib/cities/city-named.ts'
import { wares } from '#lib/cities/wares.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'

/** The approximate centre of each city. A place far from it has mistyped coordinates. */
const MIDDLES: Readonly<Record<string, { lat: number; lng: number }>> = {
  Berlin: { lat: 52.52, lng: 13.405 },
  Hamburg: { lat: 53.55, lng: 9.993 },
  Paris: { lat: 48.857, lng: 2.352 },
  London: { lat: 51.507, lng: -0.128 },
  'New York': { lat: 40.758, lng: -73.985 },
  Tokyo: { lat: 35.682, lng: 139.76 },
}
const FROM_MIDDLE_METERS_MAX = 12_000
const APART_METERS_MIN = 50

describe.each(allCities)('$name', ({ name, timeZone, places }) => {
  test('has at least twenty places with different names', () => {
    expect(places.length).toBeGreaterThanOrEqual(20)
    expect(new Set(places.map((place) => place.name)).size).toBe(places.length)
  })

  test('has different positions, all in the city', () => {
    const middle = MIDDLES[name] ?? { lat: Number.NaN, lng: Number.NaN }
    for (const place of places) {
      expect(distanceMeters(middle, place.at), place.name).toBeLessThan(FROM_MIDDLE_METERS_MAX)
      for (const other of places.filter((one) => one !== place))
        expect(distanceMeters(place.at, other.at), `${place.name}, ${other.name}`).toBeGreaterThan(
          APART_METERS_MIN,
        )
    }
  })

  test('has a time zone that exists', () => {
    expect(new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone).toBe(timeZone)
  })

  test('is found by its name in any case', () => {
    expect(cityNamed(name.toUpperCase())?.name).toBe(name)
    expect(cityNamed(` ${name.toLowerCase()} `)?.name).toBe(name)
  })
})

test('an unknown city is not found', () => {
  expect(cityNamed('Atlantis')).toBeUndefined()
  expect(cityNamed('')).toBeUndefined()
})

test('each ware has keywords that storage accepts, different from those of other wares', () => {
  const keywords = wares.flatMap((ware) => matchingKeys(ware))
  expect(wares.every((ware) => ware.keywords.length > 0 && ware.title !== '')).toBe(true)
  expect(new Set(keywords).size).toBe(keywords.length)
})
