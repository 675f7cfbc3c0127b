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
    commandsBefore &&
      describeCommands(commandsBefore, (await store.commands?.()) ?? new Map(), {
        count: measured.batches,
        per: 'batch',
      }),
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

/** The commands that a server has handled between two readings, per batch or per move, the most first. */
export function describeCommands(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  { count, per }: { readonly count: number; readonly per: 'batch' | 'move' },
): string {
  const counts = [...after]
    .map(([name, total]): [string, number] => [name, (total - (before.get(name) ?? 0)) / count])
    .filter(([, each]) => each > 0)
    .toSorted(([, a], [, b]) => b - a)
  const whole = counts.reduce((sum, [, each]) => sum + each, 0)
  const shown = counts.map(([name, each]) => `${name} ${each.toFixed(per === 'batch' ? 1 : 2)}`)
  return `${whole.toFixed(1)} commands per ${per} (${shown.join(', ')})`
}
