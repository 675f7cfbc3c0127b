import { createBenchWorld, type BenchWorld } from './bench-world.ts'
import { readCities } from './read-cities.ts'

// The more people, the more cities they are from.
const PEOPLE_PER_CITY = 100

/** Creates a world of a size. All worlds are about as dense. */
export function worldOfSize(size: number, seed: number): BenchWorld {
  const cities = readCities().slice(0, size / PEOPLE_PER_CITY)
  // The list of cities ends before a million people have theirs.
  const spreadFactor = Math.sqrt(Math.max(1, size / PEOPLE_PER_CITY / cities.length))
  return createBenchWorld({ size, seed, cities, spreadFactor })
}
