import { processEnvironment } from '#lib/config/process-environment.ts'
import type { Bench, Figure } from './bench.ts'
import { createBenchWorld } from './matching/bench-world.ts'
import { STORES } from './matching/filled-store.ts'
import { measureWorld } from './matching/measure-world.ts'
import { readCities } from './matching/read-cities.ts'
import { tile38Program } from './matching/tile38.ts'

const SEED = 1
const SIZE = { sqlite: 10_000, mongodb: 100_000 }
const SIZE_MIN = 1_000
const IN_FLIGHT = { sqlite: [1], mongodb: [1, 2, 4] }
// The more people, the more cities they are from.
const PEOPLE_PER_CITY = 100

/** Moves per second through the matcher: records of the bus → positions, candidates, pairs → notices on the bus. */
export const matchingRate: Bench = {
  name: 'matching',
  about:
    'moves a second through the matcher and its time for one move, on SQLite and MongoDB; BENCH_MATCHING_SIZE=1000000 sets the number of searches in MongoDB, and BENCH_MATCHING_STORE one store',
  async measure() {
    const { BENCH_MATCHING_SIZE: given, BENCH_MATCHING_STORE: only } = processEnvironment()
    const size = given === undefined || given === '' ? SIZE.mongodb : Number(given)
    if (!Number.isInteger(size) || size < SIZE_MIN)
      throw new Error(
        `Cannot bench BENCH_MATCHING_SIZE "${given}": it is no whole number from ${SIZE_MIN} on`,
      )
    const stores = STORES.filter((store) => only === undefined || only === '' || only === store)
    if (stores.length === 0)
      throw new Error(`Cannot bench BENCH_MATCHING_STORE "${only}": it is none of ${STORES.join(', ')}`)
    const figures: Figure[] = []
    for (const store of stores) {
      const own = store === 'sqlite' ? Math.min(size, SIZE.sqlite) : size
      const cities = readCities().slice(0, own / PEOPLE_PER_CITY)
      const world = createBenchWorld({ size: own, seed: SEED, cities })
      figures.push(
        ...(await measureWorld({
          store,
          world,
          seed: SEED,
          inFlight: IN_FLIGHT[store],
          program: tile38Program(),
        })),
      )
    }
    return figures
  },
}
