import { until } from '../tests/builders/until.ts'
import { withMongo } from '../tests/engines/with-mongo.ts'
import { benchFolder } from './bench-folder.ts'
import type { Bench, Figure } from './bench.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { startFilledStore } from './matching/filled-store.ts'
import { measureMoves } from './matching/measure-moves.ts'
import { openBenchMatcher, type BenchMatcher } from './matching/open-bench-matcher.ts'
import { beginWalks, recordOf, type Walks } from './matching/walks.ts'
import { worldOfSize } from './matching/world-of-size.ts'
import { percentile } from './percentile.ts'
import { readCount } from './read-count.ts'

const SEED = 1
const OWNER = 'importer:bench'
const MOVERS_MAX = 500
const BATCH = 500
/** A move alone every so many milliseconds: people, not a load. */
const EVERY_MS = 20
const IDLE_MOVES = 1_000
const MATCHED_MS = 60 * 60_000

/** The time of one move while the offers of a bulk are matched. */
export const matchingBulk: Bench = {
  name: 'matching-bulk',
  about:
    'the time of one move on MongoDB, without a bulk and while the offers of a bulk of 100,000, or BENCH_BULK_OFFERS, are matched',
  async measure() {
    await using ending = new AsyncDisposableStack()
    const offers = readCount('BENCH_BULK_OFFERS', { fallback: 100_000, min: 1_000 })
    const world = worldOfSize(offers, SEED)
    const folder = benchFolder()
    ending.defer(folder.remove)
    console.error(
      `  fills ${offers} searches and ${offers} offers, of which those that stay are of one owner`,
    )
    const store = await startFilledStore('mongodb', folder.path, withOneOwner(world.subjects()))
    ending.defer(() => store.stop())
    const matcher = await openBenchMatcher(folder.path, store.url)
    ending.defer(() => matcher.close())
    const movers = Math.min(MOVERS_MAX, world.movers)
    const walks = beginWalks(world, SEED, { isToAndFro: true })
    for (let round = 0; round < 2; round += 1)
      await measureMoves(matcher, { steps: walks.next(0, movers), batch: BATCH, inFlight: 1 })
    const idle = await moveAlone(matcher, walks, { movers, isOver: (moves) => moves >= IDLE_MOVES })
    console.error('  matches the bulk')
    let isMatched = false
    const startedAt = performance.now()
    const begunBefore = (await matcher.counts()).begun
    await matcher.matchOwner(OWNER)
    const matching = until('the bulk is matched', () => isQueueEmpty(store.url), MATCHED_MS).then(() => {
      isMatched = true
      return (performance.now() - startedAt) / 1_000
    })
    const during = await moveAlone(matcher, walks, { movers, isOver: () => isMatched })
    const seconds = await matching
    const begun = (await matcher.counts()).begun - begunBefore
    return figures({ offers, idle, during, seconds, begun })
  },
}

/** Moves devices one after the other, one every `EVERY_MS`; gives the times. */
async function moveAlone(
  matcher: BenchMatcher,
  walks: Walks,
  { movers, isOver }: { readonly movers: number; readonly isOver: (moves: number) => boolean },
): Promise<number[]> {
  const times: number[] = []
  while (!isOver(times.length)) {
    const records = walks.next(times.length % movers, 1).map(recordOf)
    const startedAt = performance.now()
    await matcher.handle(records)
    times.push(performance.now() - startedAt)
    await Bun.sleep(EVERY_MS)
  }
  return times
}

function* withOneOwner(subjects: Iterable<Subject>): Generator<Subject> {
  for (const subject of subjects) {
    const isOfBulk = subject.kind === 'offer' && subject.device === undefined
    yield isOfBulk ? { ...subject, owner: OWNER } : subject
  }
}

function isQueueEmpty(url: string): Promise<boolean> {
  return withMongo(url, async (client) => (await client.db().collection('ownerQueue').findOne({})) === null)
}

interface Measured {
  readonly offers: number
  readonly idle: readonly number[]
  readonly during: readonly number[]
  readonly seconds: number
  readonly begun: number
}

function figures({ offers, idle, during, seconds, begun }: Measured): Figure[] {
  const title = `mongodb, ${offers.toLocaleString('en')} searches`
  const p99 = (name: string, times: readonly number[], note: string): Figure => ({
    name: `${name}, ${title}`,
    unit: 'ms',
    value: percentile(times, 0.99),
    peers: [],
    note: `p50 ${percentile(times, 0.5).toFixed(1)} ms, longest ${Math.max(...times).toFixed(0)} ms of ${times.length}${note}`,
  })
  const ratio = percentile(during, 0.99) / percentile(idle, 0.99)
  const half = Math.floor(offers / 2)
  return [
    p99('one move without a bulk, p99', idle, ''),
    p99('one move while a bulk is matched, p99', during, `; ${ratio.toFixed(2)} times, limit 2`),
    {
      name: `offers of a bulk that are matched per second, ${title}`,
      unit: 'offers/s',
      value: half / seconds,
      peers: [],
      note: `${half} offers in ${seconds.toFixed(0)} s, ${begun} pairs began; a move every ${EVERY_MS} ms meanwhile`,
    },
  ]
}
