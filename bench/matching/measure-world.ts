import { benchFolder } from '../bench-folder.ts'
import type { Figure } from '../bench.ts'
import { percentile } from '../percentile.ts'
import type { BenchWorld } from './bench-world.ts'
import { startFilledStore, type FilledStore, type StoreName } from './filled-store.ts'
import { measureMoves, type MovesMeasured, type MoveLoad } from './measure-moves.ts'
import { openBenchMatcher, type BenchMatcher } from './open-bench-matcher.ts'
import { planMoves, type MovePlan } from './plan-moves.ts'
import { measureTile38, TILE38_MISSING } from './tile38.ts'
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

interface Scene {
  readonly store: FilledStore
  readonly matcher: BenchMatcher
  /** Store and size, for the names of figures. */
  readonly title: string
  readonly plan: MovePlan
}

const MIB = 1_048_576
const MICROSECONDS = 1_000_000

/** What the movers of a world did before, in the order in which it is measured: each of them moves once in each. */
const STATES = ['first sighting', 'settled'] as const

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
  const { measured, note } = await watch(scene, { steps, batch: 1, inFlight: 1 })
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
  const { measured, note } = await watch(scene, load)
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

async function watch(
  { store, matcher }: Scene,
  load: MoveLoad,
): Promise<{ readonly measured: MovesMeasured; readonly note: string }> {
  const [commandsBefore, cpuBefore] = [await store.commands?.(), store.cpuSeconds?.() ?? 0]
  const measured = await measureMoves(matcher, load)
  const cpu = ((store.cpuSeconds?.() ?? 0) - cpuBefore) / load.steps.length
  const parts = [
    pairs(measured, load.steps.length),
    commandsBefore && commandsPerBatch(commandsBefore, await store.commands?.(), measured.batches),
    store.cpuSeconds && `${(cpu * MICROSECONDS).toFixed(0)} µs of the server's CPU a move`,
    `shares of the time in calls: ${matcher.calls.describe(load.steps.length)}`,
  ]
  return { measured, note: parts.filter((part) => part !== undefined).join('; ') }
}

function pairs({ moved, begun, ended }: MovesMeasured, steps: number): string {
  const perMove = `pairs per move: ${(begun / steps).toFixed(2)} begun, ${(ended / steps).toFixed(2)} ended`
  return moved === steps ? perMove : `ONLY ${moved} OF ${steps} MOVES COUNTED; ${perMove}`
}

function commandsPerBatch(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number> = new Map(),
  batches: number,
): string {
  const counts = [...after]
    .map(([name, total]): [string, number] => [name, (total - (before.get(name) ?? 0)) / batches])
    .filter(([, perBatch]) => perBatch > 0)
    .toSorted(([, a], [, b]) => b - a)
  const whole = counts.reduce((sum, [, perBatch]) => sum + perBatch, 0)
  const shown = counts.map(([name, perBatch]) => `${name} ${perBatch.toFixed(1)}`)
  return `${whole.toFixed(1)} commands per batch (${shown.join(', ')})`
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
