import type { Block } from '#lib/store/blocks.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { blockCause, endMatch } from './end-match.ts'
import { createMatchCounter } from './match-subject.ts'

/** The dependencies of ending matches after a block. */
export interface EnderPorts {
  readonly matches: Pick<MatchStore, 'togetherOf' | 'end'>
  readonly metrics: Metrics
  /** Called when there may be notices to publish. */
  readonly onEnded: () => void
}

/** Creates the function that ends all matches between two people after one blocked the other. */
export function createBlockEnder({
  matches,
  metrics,
  onEnded,
}: EnderPorts): (blocks: readonly Block[]) => Promise<void> {
  const count = createMatchCounter(metrics)
  return async function end(blocks) {
    for (const block of blocks) {
      for (const match of await matches.togetherOf([block.by, block.person])) {
        if (await endMatch(match, blockCause(block), matches)) count.inc({ change: 'ended' })
      }
    }
    onEnded()
  }
}
