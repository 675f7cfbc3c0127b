import type { FilledStore } from './filled-store.ts'
import { measureMoves, type MoveLoad, type MovesMeasured } from './measure-moves.ts'
import type { BenchMatcher } from './open-bench-matcher.ts'

/** A matcher and its store. */
export interface Watched {
  readonly store: FilledStore
  readonly matcher: BenchMatcher
}

/** What moves took, and what was seen meanwhile, in words. */
export interface WatchedMoves {
  readonly measured: MovesMeasured
  readonly note: string
}

const MICROSECONDS = 1_000_000

/** Measures moves, and what they cause in the store: pairs, commands, CPU, and the share of each method of a port. */
export async function watchMoves({ store, matcher }: Watched, load: MoveLoad): Promise<WatchedMoves> {
  const moves = load.steps.length
  const [commandsBefore, cpuBefore] = [await store.commands?.(), store.cpuSeconds?.() ?? 0]
  const measured = await measureMoves(matcher, load)
  const cpu = ((store.cpuSeconds?.() ?? 0) - cpuBefore) / moves
  const parts = [
    pairsPerMove(measured, moves),
    commandsBefore && commandsPerBatch(commandsBefore, await store.commands?.(), measured.batches),
    store.cpuSeconds && `${(cpu * MICROSECONDS).toFixed(0)} µs of the server's CPU a move`,
    `shares of the time in calls: ${matcher.calls.describe(moves)}`,
  ]
  return { measured, note: parts.filter((part) => part !== undefined).join('; ') }
}

/** The pairs that began and ended; loud if not all moves counted, because then the rate is not that of moves. */
export function pairsPerMove({ moved, begun, ended }: MovesMeasured, moves: number): string {
  const perMove = `pairs per move: ${(begun / moves).toFixed(2)} begun, ${(ended / moves).toFixed(2)} ended`
  return moved === moves ? perMove : `ONLY ${moved} OF ${moves} MOVES COUNTED; ${perMove}`
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
