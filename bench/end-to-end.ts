import { cpus } from 'node:os'
import { until } from '../tests/builders/until.ts'
import type { Bench, Figure } from './bench.ts'
import type { MoveRun } from './end-to-end/move-load.ts'
import { isDone, type Lag, type LagReader } from './end-to-end/platform-lag.ts'
import { cpuBetween, describeCpu, readCpu, wholeCpu } from './end-to-end/process-costs.ts'
import { describeStages, readStageTimes } from './end-to-end/stage-times.ts'
import { startPlace, type Place } from './end-to-end/start-place.ts'
import { timeRings, type RingTimes } from './end-to-end/time-rings.ts'
import { machineCpuSeconds } from './machine-cpu-seconds.ts'
import { matchingSize } from './matching/matching-size.ts'
import { describeCommands } from './matching/watch-moves.ts'
import { percentile } from './percentile.ts'
import { readCount } from './read-count.ts'

const SEED = 1
const WARM_WALKS = 10
const WALKS = { max: 100, secondsMax: 150 }
// Its 20 to 500 m are then 1 to 25 m/s.
const MOVE_EVERY_SECONDS = 20
const DRAINED_MS = 10 * 60_000
const TARGET_MS = { p50: 60, p99: 250 }

/** Milliseconds from a ping to both pushes on a filled platform, while other devices move. */
export const endToEnd: Bench = {
  name: 'end-to-end',
  about:
    'milliseconds from a ping to both pushes on Redis, Kafka and MongoDB with 100,000 searches, or BENCH_MATCHING_SIZE, while 1,000 other devices move per second, or BENCH_MOVES_PER_SECOND',
  async measure() {
    const size = matchingSize()
    const perSecond = readCount('BENCH_MOVES_PER_SECOND', { fallback: 1_000, min: 1 })
    const title = `${amount(size)} + ${amount(size)}, ${amount(perSecond)} moves per second`
    await using ending = new AsyncDisposableStack()
    console.error(`  fills ${title}`)
    const devicesMax = perSecond * MOVE_EVERY_SECONDS
    const place = await startPlace(ending, { size, seed: SEED, perSecond, devicesMax })
    console.error('  moves each device once')
    const settling = await settle(place)
    console.error(`  ${settling}`)
    place.load.on()
    await timeRings(place.town, { from: 0, max: WARM_WALKS, secondsMax: WALKS.secondsMax })
    const watched = await watchRings(place)
    return [ringFigure(title, watched), cpuFigure(title, watched, settling)]
  },
}

interface Watched {
  readonly rings: RingTimes
  /** In words: how long events took to each stage. */
  readonly stages: string
  readonly cpu: ReadonlyMap<string, number>
  /** CPU seconds of all processes of the machine. */
  readonly machineCpu: number
  /** The commands of mongod before and after. */
  readonly commands: readonly [ReadonlyMap<string, number>, ReadonlyMap<string, number>]
  readonly seconds: number
  /** At the end, while the devices still moved. */
  readonly lag: Lag
  readonly moved: MoveRun
  readonly drainMs: number
}

/** Begins all pairs of the devices that will move, so that the load is that of a platform that has run for long. */
async function settle({ load, lags }: Place): Promise<string> {
  const { made, seconds } = await load.once()
  const drainMs = await drain(lags)
  return `each of ${amount(made)} devices moved once before, in ${seconds.toFixed(0)} s, handled ${(drainMs / 1_000).toFixed(1)} s later`
}

async function watchRings({ town, lags, load, cpu, commands }: Place): Promise<Watched> {
  const stations = [...town.platform.stations().values()]
  const [stagesBefore, commandsBefore] = [await readStageTimes(stations), await commands()]
  const [cpuBefore, machineBefore, startedAt] = [readCpu(cpu), machineCpuSeconds(), performance.now()]
  const rings = await timeRings(town, { from: WARM_WALKS, ...WALKS })
  const seconds = (performance.now() - startedAt) / 1_000
  const used = cpuBetween(cpuBefore, readCpu(cpu))
  const machineCpu = machineCpuSeconds() - machineBefore
  const handled = [commandsBefore, await commands()] as const
  const stages = describeStages(stagesBefore, await readStageTimes(stations))
  const lag = await lags.read()
  const [moved, drainMs] = [await load.stop(), await drain(lags)]
  return { rings, stages, cpu: used, machineCpu, commands: handled, seconds, lag, moved, drainMs }
}

/** Waits until nothing is left on the way; gives how long that took. */
async function drain(lags: LagReader): Promise<number> {
  const startedAt = performance.now()
  await until('all moves are handled', async () => isDone(await lags.read()), DRAINED_MS)
  return performance.now() - startedAt
}

function ringFigure(title: string, { rings, stages, lag, moved, drainMs }: Watched): Figure {
  const [p50, p99] = [percentile(rings.ms, 0.5), percentile(rings.ms, 0.99)]
  const isKept = p50 <= TARGET_MS.p50 && p99 <= TARGET_MS.p99
  const rate = moved.made / moved.seconds
  return {
    name: `ping to both pushes, p50, ${title}`,
    unit: 'ms',
    value: p50,
    peers: [],
    note: [
      `p99 ${p99.toFixed(0)} ms of ${rings.ms.length}${rings.isGivenUp ? ', the last was GIVEN UP' : ''}; target p50 ${TARGET_MS.p50} ms, p99 ${TARGET_MS.p99} ms: ${isKept ? 'kept' : 'NOT kept'}`,
      `${rate.toFixed(0)} moves/s were sent, ${moved.refused} refused, answered after p50 ${percentile(moved.ms, 0.5).toFixed(0)} ms, p99 ${percentile(moved.ms, 0.99).toFixed(0)} ms`,
      `at the end ${lag.enrich} events waited for enrich, ${lag.matching} for matching, ${lag.notifications} for notifications; all were handled ${(drainMs / 1_000).toFixed(1)} s later`,
      `from the tracker to each stage: ${stages}`,
    ].join('; '),
  }
}

function cpuFigure(
  title: string,
  { cpu, machineCpu, commands: [before, after], seconds, moved, rings }: Watched,
  settling: string,
): Figure {
  const moves = (moved.made / moved.seconds) * seconds
  return {
    name: `CPU per move, all processes, ${title}`,
    unit: 'µs',
    value: (wholeCpu(cpu) / moves) * 1_000_000,
    peers: [],
    note: [
      `µs per move: ${describeCpu(cpu, moves)}`,
      `mongod handled ${describeCommands(before, after, { count: moves, per: 'move' })}`,
      `${(wholeCpu(cpu) / seconds).toFixed(2)} of ${cpus().length} cores were busy with them, and ${((machineCpu - wholeCpu(cpu)) / seconds).toFixed(2)} with the kernel and other programs; includes the preparation of ${rings.ms.length} walks in ${seconds.toFixed(0)} s`,
      settling,
    ].join('; '),
  }
}

function amount(value: number): string {
  return value.toLocaleString('en')
}
