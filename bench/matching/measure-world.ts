import { benchFolder } from '../bench-folder.ts'
import type { Figure } from '../bench.ts'
import { percentile } from '../percentile.ts'
import type { BenchWorld } from './bench-world.ts'
import { startFilledStore, type StoreName } from './filled-store.ts'
import { measureMoves, type MoveLoad } from './measure-moves.ts'
import { openBenchMatcher } from './open-bench-matcher.ts'
import { planMoves, STATES, type MovePlan } from './plan-moves.ts'
import { measureTile38, TILE38_MISSING } from './tile38.ts'
import { watchMoves, type Watched } from './watch-moves.ts'
import { beginWalks, type Step } from './walks.ts'

/** What to measure. */
export interface WorldOptions {
  readonly store: StoreName
  readonly world: BenchWorld
  readonly seed: number
  /** Numbers of batches in flight, each measured in turn. */
  readonly inFlight: readonly number[]
  /** A Tile38 to compare with; undefined leaves it out. */
  readonly program?: string | undefined
}

interface Scene extends Watched {
  /** Store and size, for the names of figures. */
  readonly title: string
  readonly plan: MovePlan
}

const MIB = 1_048_576

/** Fills a store with a world and lets its devices move: all for the first time, then all again. */
export async function measureWorld(options: WorldOptions): Promise<Figure[]> {
  const { store: name, world, seed, inFlight } = options
  await using ending = new AsyncDisposableStack()
  const folder = benchFolder()
  ending.defer(folder.remove)
  const plan = planMoves(world.movers, inFlight)
  const title = `${name} ${amount(world.size)} + ${amount(world.size)}`
  console.error(`  fills ${title}`)
  const store = await startFilledStore(name, folder.path, world.subjects())
  ending.defer(() => store.stop())
  const matcher = await openBenchMatcher(folder.path, store.url)
  ending.defer(() => matcher.close())
  const rssBefore = process.memoryUsage.rss()
  const scene = { store, matcher, title, plan }
  const walks = beginWalks(world, seed)
  const figures = [fillFigure(scene)]
  for (const state of STATES) {
    console.error(`  ${state}`)
    await measureMoves(matcher, { ...plan.warm, steps: walks.next(plan.warm.from, plan.warm.count) })
    figures.push(...(await singles(scene, state, walks.next(plan.single.from, plan.single.count))))
    for (const { from, count, batch, inFlight: many } of plan.loads) {
      const steps = walks.next(from, count)
      const figure = await loadFigure(scene, state, { steps, batch, inFlight: many })
      const isCompared = state === 'first sighting' && many === 1
      figures.push(isCompared ? await besideTile38(figure, options, { steps, batch }) : figure)
    }
  }
  const note = `${mib(rssBefore)} MiB before the first move; the bench itself is in this process`
  return [
    ...figures,
    {
      name: `resident memory of the process at the end, ${title}`,
      unit: 'MiB',
      value: process.memoryUsage.rss() / MIB,
      peers: [],
      note,
    },
  ]
}

function fillFigure({ store, title }: Scene): Figure {
  const { rows, fillMs, indexMs } = store.filling
  return {
    name: `filling ${title}`,
    unit: 's',
    value: (fillMs + indexMs) / 1_000,
    peers: [],
    note: `${store.about}; ${amount(rows)} rows in ${seconds(fillMs)}, indexes in ${seconds(indexMs)}`,
  }
}

async function singles(scene: Scene, state: string, steps: readonly Step[]): Promise<Figure[]> {
  const { measured, note } = await watchMoves(scene, { steps, batch: 1, inFlight: 1 })
  const p99 = `p99 ${percentile(measured.batchMs, 0.99).toFixed(1)} ms of ${measured.batches}`
  return [
    {
      name: `one move alone, p50, ${scene.title}, ${state}`,
      unit: 'ms',
      value: percentile(measured.batchMs, 0.5),
      cpuSecondsPerEvent: measured.cpuSecondsPerMove,
      peers: [],
      note: `${p99}; ${note}`,
    },
  ]
}

async function loadFigure(scene: Scene, state: string, load: MoveLoad): Promise<Figure> {
  const { measured, note } = await watchMoves(scene, load)
  const batches = `${load.inFlight} ${load.inFlight === 1 ? 'batch' : 'batches'} of ${load.batch} in flight`
  const p50 = `a batch takes ${percentile(measured.batchMs, 0.5).toFixed(0)} ms, the longest of ${measured.batches} ${Math.max(...measured.batchMs).toFixed(0)} ms`
  return {
    name: `moves, ${scene.title}, ${state}, ${batches}`,
    unit: 'moves/s',
    value: measured.perSecond,
    cpuSecondsPerEvent: measured.cpuSecondsPerMove,
    peers: [],
    note: `${p50}; ${note}`,
  }
}

async function besideTile38(
  figure: Figure,
  { world, program }: WorldOptions,
  moves: Pick<MoveLoad, 'steps' | 'batch'>,
): Promise<Figure> {
  if (program === undefined) return { ...figure, note: `${figure.note}; ${TILE38_MISSING}` }
  return { ...figure, peers: [await measureTile38(program, { world, ...moves })] }
}

function amount(value: number): string {
  return value.toLocaleString('en')
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(0)
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
