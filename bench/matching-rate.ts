import type { Bench, Figure } from './bench.ts'
import { matchingSize } from './matching/matching-size.ts'
import { measureWorld } from './matching/measure-world.ts'
import { tile38Program } from './matching/tile38.ts'
import { wantedStores } from './matching/wanted-stores.ts'
import { worldOfSize } from './matching/world-of-size.ts'

const SEED = 1
const SQLITE_SIZE = 10_000
const IN_FLIGHT = { sqlite: [1], mongodb: [1, 2, 4] }

/** Moves per second through the matcher: records of the bus → positions, candidates, pairs → notices on the bus. */
export const matchingRate: Bench = {
  name: 'matching',
  about:
    'moves a second through the matcher and the time of one move, on SQLite and on MongoDB with 100,000 searches, or BENCH_MATCHING_SIZE; BENCH_MATCHING_STORE=mongodb leaves SQLite out',
  async measure() {
    const size = matchingSize()
    const figures: Figure[] = []
    for (const store of wantedStores()) {
      const world = worldOfSize(store === 'sqlite' ? Math.min(size, SQLITE_SIZE) : size, SEED)
      const options = { store, world, seed: SEED, inFlight: IN_FLIGHT[store], program: tile38Program() }
      figures.push(...(await measureWorld(options)))
    }
    return figures
  },
}
