import { benchFolder } from './bench-folder.ts'
import type { Bench, Figure } from './bench.ts'
import { createBenchWorld } from './matching/bench-world.ts'
import { startFilledStore } from './matching/filled-store.ts'
import { matchingSize } from './matching/matching-size.ts'
import { measureMoves } from './matching/measure-moves.ts'
import { openBenchMatcher } from './matching/open-bench-matcher.ts'
import { planMoves, STATES } from './matching/plan-moves.ts'
import { readCities } from './matching/read-cities.ts'
import { pairsPerMove } from './matching/watch-moves.ts'
import { beginWalks } from './matching/walks.ts'
import { percentile } from './percentile.ts'

const SEED = 1
const SIZES = [10_000, 100_000, 1_000_000]
// The same in each world: only the number of cities grows.
const SEARCHES_PER_CITY = 1_000
const SPREAD_METERS = 20_000
const MILLISECONDS = 1_000

/** Milliseconds per move in worlds of different sizes in which every city has the same number of people. */
export const matchingCost: Bench = {
  name: 'matching-cost',
  about:
    'milliseconds per move on MongoDB with 10,000 and 100,000 searches, and more up to BENCH_MATCHING_SIZE, at the same density',
  async measure() {
    const size = matchingSize()
    const sizes = SIZES.filter((each) => each <= size)
    const figures: Figure[] = []
    for (const each of sizes.length === 0 ? [size] : sizes) figures.push(...(await measureSize(each)))
    return figures
  },
}

async function measureSize(size: number): Promise<Figure[]> {
  await using ending = new AsyncDisposableStack()
  const cities = readCities()
    .slice(0, Math.ceil(size / SEARCHES_PER_CITY))
    .map((city) => ({ ...city, people: 1 }))
  const world = createBenchWorld({ size, seed: SEED, cities, spreadMeters: SPREAD_METERS })
  const folder = benchFolder()
  ending.defer(folder.remove)
  console.error(`  fills ${size} + ${size}`)
  const store = await startFilledStore('mongodb', folder.path, world.subjects())
  ending.defer(() => store.stop())
  const matcher = await openBenchMatcher(folder.path, store.url)
  ending.defer(() => matcher.close())
  const { warm, single, loads } = planMoves(world.movers, [1])
  const walks = beginWalks(world, SEED)
  const figures: Figure[] = []
  for (const state of STATES) {
    await measureMoves(matcher, { ...warm, steps: walks.next(warm.from, warm.count) })
    const alone = await measureMoves(matcher, {
      steps: walks.next(single.from, single.count),
      batch: 1,
      inFlight: 1,
    })
    for (const load of loads) {
      const steps = walks.next(load.from, load.count)
      const cpuBefore = store.cpuSeconds?.() ?? 0
      const measured = await measureMoves(matcher, { ...load, steps })
      const cpu = ((store.cpuSeconds?.() ?? 0) - cpuBefore) / steps.length
      figures.push({
        name: `cost of a move, ${size.toLocaleString('en')} + ${size.toLocaleString('en')}, ${state}`,
        unit: 'ms',
        value: MILLISECONDS / measured.perSecond,
        cpuSecondsPerEvent: measured.cpuSecondsPerMove,
        peers: [],
        note: [
          `in batches of ${load.batch}, one in flight`,
          `CPU of the matcher ${ms(measured.cpuSecondsPerMove)}, of mongod ${ms(cpu)}`,
          `one move alone p50 ${percentile(alone.batchMs, 0.5).toFixed(1)} ms`,
          pairsPerMove(measured, steps.length),
        ].join('; '),
      })
    }
  }
  return figures
}

function ms(seconds: number): string {
  return `${(seconds * MILLISECONDS).toFixed(2)} ms`
}
