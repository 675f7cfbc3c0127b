import { processEnvironment } from '#lib/config/process-environment.ts'
import type { Bench, Figure } from './bench.ts'
import { createBenchWorld } from './matching/bench-world.ts'
import { STORES } from './matching/filled-store.ts'
import { matchingSize } from './matching/matching-size.ts'
import { measureWorld } from './matching/measure-world.ts'
import { readCities } from './matching/read-cities.ts'
import { tile38Program } from './matching/tile38.ts'

const SEED = 1
const SQLITE_SIZE = 10_000
const IN_FLIGHT = { sqlite: [1], mongodb: [1, 2, 4] }
// The more people, the more cities they are from.
const PEOPLE_PER_CITY = 100

/** Moves per second through the matcher: records of the bus → positions, candidates, pairs → notices on the bus. */
export const matchingRate: Bench = {
  name: 'matching',
  about:
    'moves a second through the matcher and the time of one move, on SQLite and on MongoDB with 100,000 searches, or BENCH_MATCHING_SIZE; BENCH_MATCHING_STORE=mongodb leaves SQLite out',
  async measure() {
    const { BENCH_MATCHING_STORE: only } = processEnvironment()
    const stores = STORES.filter((store) => only === undefined || only === '' || only === store)
    if (stores.length === 0)
      throw new Error(`Cannot bench BENCH_MATCHING_STORE "${only}": it is none of ${STORES.join(', ')}`)
    const size = matchingSize()
    const figures: Figure[] = []
    for (const store of stores) {
      const own = store === 'sqlite' ? Math.min(size, SQLITE_SIZE) : size
      const cities = readCities().slice(0, own / PEOPLE_PER_CITY)
      // The list of cities ends before a million people have theirs.
      const spreadFactor = Math.sqrt(Math.max(1, own / PEOPLE_PER_CITY / cities.length))
      const world = createBenchWorld({ size: own, seed: SEED, cities, spreadFactor })
      const options = { store, world, seed: SEED, inFlight: IN_FLIGHT[store], program: tile38Program() }
      figures.push(...(await measureWorld(options)))
    }
    return figures
  },
}
