import { until } from '../tests/builders/until.ts'
import { benchFolder } from './bench-folder.ts'
import type { Bench, Figure } from './bench.ts'
import type { BenchWorld } from './matching/bench-world.ts'
import { isQueueBusy } from './matching/busy-queue.ts'
import { startFilledStore } from './matching/filled-store.ts'
import { createHotKeyword, type HotKeyword } from './matching/hot-keyword.ts'
import { matchingSize } from './matching/matching-size.ts'
import { measureMoves } from './matching/measure-moves.ts'
import { openBenchMatcher } from './matching/open-bench-matcher.ts'
import { readCities } from './matching/read-cities.ts'
import { beginWalks } from './matching/walks.ts'
import { HANDLED_MS, watchHotMove, type HotMove } from './matching/watch-hot-move.ts'
import { worldOfSize } from './matching/world-of-size.ts'
import { percentile } from './percentile.ts'

const SEED = 1
const OTHERS_MAX = 1_000
const BATCH = 500
const MIB = 1_048_576

/** What one keyword that very many share does to everybody else. */
export const matchingHotKeyword: Bench = {
  name: 'matching-hot-keyword',
  about:
    'the time of one move on MongoDB with 100,000 searches, or BENCH_MATCHING_SIZE, while an offer is handled that fits as many further searches with one keyword in one city',
  async measure() {
    await using ending = new AsyncDisposableStack()
    const size = matchingSize()
    const [city] = readCities()
    if (city === undefined) throw new Error('Cannot bench a hot keyword: there are no cities')
    const world = worldOfSize(size, SEED)
    const hot = createHotKeyword({ searches: size, seed: SEED, city })
    const folder = benchFolder()
    ending.defer(folder.remove)
    console.error(`  fills ${amount(size)} + ${amount(size)} and ${amount(size)} with one keyword`)
    const store = await startFilledStore('mongodb', folder.path, subjectsOf(world, hot))
    ending.defer(() => store.stop())
    const matcher = await openBenchMatcher(folder.path, store.url)
    ending.defer(() => matcher.close())
    const others = Math.min(OTHERS_MAX, world.movers)
    const walks = beginWalks(world, SEED)
    const first = { steps: walks.next(0, others), batch: BATCH, inFlight: 1 }
    await measureMoves(matcher, first)
    await until('nothing is queued', async () => !(await isQueueBusy(store.url)), HANDLED_MS)
    const { batchMs: without } = await measureMoves(matcher, {
      steps: walks.next(0, others),
      batch: 1,
      inFlight: 1,
    })
    console.error('  moves the offer that fits')
    const watched = await watchHotMove({ matcher, storeUrl: store.url, walks, others, hot })
    return figures(
      `mongodb ${amount(size)} + ${amount(size)}, ${amount(size)} with one keyword`,
      without,
      watched,
    )
  },
}

function* subjectsOf(world: BenchWorld, hot: HotKeyword) {
  yield* world.subjects()
  yield* hot.subjects()
}

function figures(title: string, without: readonly number[], watched: HotMove): Figure[] {
  const { hotMs, handledMs, pairs, during, later, rss } = watched
  const p50 = (name: string, times: readonly number[], note?: string): Figure => {
    const spread = `p99 ${percentile(times, 0.99).toFixed(1)} ms, longest ${Math.max(...times).toFixed(0)} ms of ${times.length}`
    const parts = note === undefined ? [spread] : [spread, note]
    return {
      name: `${name}, ${title}`,
      unit: 'ms',
      value: percentile(times, 0.5),
      peers: [],
      note: parts.join('; '),
    }
  }
  const times = percentile(during, 0.5) / percentile(without, 0.5)
  return [
    p50('one move alone of others before, p50', without),
    p50('one move alone of others meanwhile, p50', during, `${times.toFixed(2)} times the p50 before`),
    {
      name: `until all candidates of the offer are handled, ${title}`,
      unit: 's',
      value: handledMs / 1_000,
      peers: [],
      note: `${amount(pairs)} pairs began meanwhile; the batch with its move took ${seconds(hotMs)}, and kept the other devices of its partition waiting`,
    },
    p50('a later move of the offer, p50', later),
    {
      name: `resident memory at its highest, ${title}`,
      unit: 'MiB',
      value: rss.max / MIB,
      peers: [],
      note: `${mib(rss.before)} MiB before, ${mib(rss.after)} MiB at the end, both after garbage collection; the bench itself is in this process`,
    },
  ]
}

function amount(value: number): string {
  return value.toLocaleString('en')
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(0)
}
