import { berlin } from '#lib/cities/berlin.ts'
import type { City } from '#lib/cities/city.ts'
import { hamburg } from '#lib/cities/hamburg.ts'
import { london } from '#lib/cities/london.ts'
import { newYork } from '#lib/cities/new-york.ts'
import { paris } from '#lib/cities/paris.ts'
import { tokyo } from '#lib/cities/tokyo.ts'

/** The cities for simulations and the demo importer. */
export const allCities: readonly City[] = [berlin, hamburg, paris, london, newYork, tokyo]

/**
 * Finds a city by its name, ignoring case; undefined if it is not in the list.
 *
 * @example
 * ```ts
 * cityNamed('new york')?.name // => 'New York'
 * cityNamed('Atlantis') // => undefined
 * ```
 */
export function cityNamed(name: string): City | undefined {
  const wanted = name.trim().toLowerCase()
  return allCities.find((city) => city.name.toLowerCase() === wanted)
}
