import { benchFolder } from './bench-folder.ts'
import type { Bench } from './bench.ts'
import { startFilledStore } from './matching/filled-store.ts'
import { openBenchMatcher } from './matching/open-bench-matcher.ts'
import { beginWalks, recordOf } from './matching/walks.ts'
import { worldOfSize } from './matching/world-of-size.ts'
import { readCount } from './read-count.ts'

const SEED = 1
const SIZE = 1_000
const BATCH = 500
const PARTS = 10
const MIB = 1_048_576

/** Growth of a matcher's memory over very many moves in a small world. */
export const matchingMemory: Bench = {
  name: 'matching-memory',
  about:
    'MiB that a matcher on SQLite grows by over a million moves, or BENCH_MOVES, in a world of 1,000 searches and 1,000 offers',
  async measure() {
    const moves = readCount('BENCH_MOVES', { fallback: 1_000_000, min: PARTS * BATCH })
    await using ending = new AsyncDisposableStack()
    const folder = benchFolder()
    ending.defer(folder.remove)
    const world = worldOfSize(SIZE, SEED)
    const store = await startFilledStore('sqlite', folder.path, world.subjects())
    ending.defer(() => store.stop())
    const matcher = await openBenchMatcher(folder.path, store.url)
    ending.defer(() => matcher.close())
    const walks = beginWalks(world, SEED, { isToAndFro: true })
    const rssMib: number[] = []
    const startedAt = performance.now()
    let moved = 0
    for (let part = 1; part <= PARTS; part += 1) {
      for (; moved < (moves / PARTS) * part; moved += BATCH)
        await matcher.handle(walks.next(moved % world.movers, BATCH).map(recordOf))
      Bun.gc(true)
      rssMib.push(process.memoryUsage.rss() / MIB)
      console.error(`  ${moved.toLocaleString('en')} moves, ${rssMib.at(-1)?.toFixed(0)} MiB`)
    }
    const seconds = (performance.now() - startedAt) / 1_000
    const { moved: counted, begun, ended } = await matcher.counts()
    return [
      {
        name: `growth of a matcher, from the second tenth of ${moved.toLocaleString('en')} moves to the last`,
        unit: 'MiB',
        value: (rssMib.at(-1) ?? 0) - (rssMib[1] ?? 0),
        peers: [],
        note: [
          `resident after garbage collection, at each tenth: ${rssMib.map((mib) => mib.toFixed(0)).join(', ')} MiB`,
          `${counted === moved ? 'all' : `ONLY ${counted}`} moves counted; ${begun.toLocaleString('en')} pairs began, ${ended.toLocaleString('en')} ended`,
          `${(moved / seconds).toFixed(0)} moves/s; SQLite, in batches of ${BATCH}; the bench itself is in this process`,
        ].join('; '),
      },
    ]
  },
}
