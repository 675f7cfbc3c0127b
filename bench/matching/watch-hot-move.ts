import { travel } from '#lib/geo/travel.ts'
import { until } from '../../tests/builders/until.ts'
import { isQueueBusy } from './busy-queue.ts'
import type { HotKeyword } from './hot-keyword.ts'
import type { BenchMatcher } from './open-bench-matcher.ts'
import { recordOf, type Walks } from './walks.ts'

/** How long to wait until all queued candidates are handled. */
export const HANDLED_MS = 20 * 60_000

const LATER_MOVES = 3
const LATER_METERS = 100
const LOOK_MS = 500

/** Where a hot offer moves. */
export interface HotScene {
  readonly matcher: BenchMatcher
  readonly storeUrl: string
  readonly walks: Walks
  /** The number of other devices that move meanwhile. */
  readonly others: number
  readonly hot: HotKeyword
}

/** What its move took, and what it did to others. */
export interface HotMove {
  /** The time of the batch with the move of the hot offer. */
  readonly hotMs: number
  /** From this move until its last candidate was handled. */
  readonly handledMs: number
  readonly pairs: number
  /** The times of the moves of others meanwhile. */
  readonly during: readonly number[]
  /** The times of later moves of the hot offer. */
  readonly later: readonly number[]
  readonly rss: { readonly before: number; readonly max: number; readonly after: number }
}

/** Moves the hot offer, and then others, one after the other, until all its candidates were handled. */
export async function watchHotMove({ matcher, storeUrl, walks, others, hot }: HotScene): Promise<HotMove> {
  const { mover } = hot
  const move = (meters: number) => matcher.handle([recordOf({ mover, at: travel(mover.home, 0, meters) })])
  const before = rssAfterCollection()
  const begun = (await matcher.counts()).begun
  const startedAt = performance.now()
  const handled = new AbortController()
  let max = before
  const moving = move(LATER_METERS).then(() => performance.now() - startedAt)
  const watching = moving.then(async () => {
    await until(
      'all candidates are handled',
      async () => {
        max = Math.max(max, process.memoryUsage.rss())
        await Bun.sleep(LOOK_MS)
        return !(await isQueueBusy(storeUrl, hot.offer))
      },
      HANDLED_MS,
    )
    handled.abort()
    return performance.now() - startedAt
  })
  const during: number[] = []
  for (let turn = 0; !handled.signal.aborted; turn = (turn + 1) % others) {
    const records = walks.next(turn, 1).map(recordOf)
    const movedAt = performance.now()
    await matcher.handle(records)
    during.push(performance.now() - movedAt)
  }
  const [hotMs, handledMs] = await Promise.all([moving, watching])
  const pairs = (await matcher.counts()).begun - begun
  const later: number[] = []
  for (let count = 1; count <= LATER_MOVES; count += 1) {
    const movedAt = performance.now()
    await move(LATER_METERS * (count + 1))
    later.push(performance.now() - movedAt)
    max = Math.max(max, process.memoryUsage.rss())
  }
  return {
    hotMs,
    handledMs,
    pairs,
    during,
    later,
    rss: { before, max, after: rssAfterCollection() },
  }
}

function rssAfterCollection(): number {
  Bun.gc(true)
  return process.memoryUsage.rss()
}
