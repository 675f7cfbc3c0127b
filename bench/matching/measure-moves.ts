import { cpuSeconds } from '../cpu-seconds.ts'
import type { BenchMatcher } from './open-bench-matcher.ts'
import type { Counts } from './read-counts.ts'
import { recordOf, type Step } from './walks.ts'

/** Moves in batches, and how many batches are handled at the same time. */
export interface MoveLoad {
  readonly steps: readonly Step[]
  readonly batch: number
  readonly inFlight: number
}

/** What the moves took, and what they changed. */
export interface MovesMeasured extends Counts {
  readonly seconds: number
  readonly perSecond: number
  readonly batches: number
  /** The time of each batch in milliseconds. */
  readonly batchMs: readonly number[]
  readonly cpuSecondsPerMove: number
}

/** Feeds moves to a matcher as fast as it handles them. */
export async function measureMoves(
  matcher: BenchMatcher,
  { steps, batch, inFlight }: MoveLoad,
): Promise<MovesMeasured> {
  const batches = Array.from({ length: Math.ceil(steps.length / batch) }, (_, index) =>
    steps.slice(index * batch, (index + 1) * batch).map(recordOf),
  )
  const left = batches.values()
  const batchMs: number[] = []
  const before = await matcher.counts()
  matcher.calls.reset()
  const [startedAt, cpuBefore] = [performance.now(), cpuSeconds(process.pid)]
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const records of left) {
        const batchStartedAt = performance.now()
        await matcher.handle(records)
        batchMs.push(performance.now() - batchStartedAt)
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1_000
  const cpu = cpuSeconds(process.pid) - cpuBefore
  const after = await matcher.counts()
  return {
    moved: after.moved - before.moved,
    begun: after.begun - before.begun,
    ended: after.ended - before.ended,
    seconds,
    perSecond: steps.length / seconds,
    batches: batches.length,
    batchMs,
    cpuSecondsPerMove: cpu / steps.length,
  }
}
