import type { Block } from '#lib/store/blocks.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { blockCause, endMatch } from './end-match.ts'
import { countMatches } from './count-matches.ts'

/** What ending needs. */
export interface EnderPorts {
  readonly matches: Pick<MatchStore, 'togetherOf' | 'end'>
  readonly metrics: Metrics
  /** Called when there may be notices to tell. */
  readonly onEnded: () => void
}

/** Gives what ends all that two people have together, of whom one blocked the other. */
export function endBlocked({
  matches,
  metrics,
  onEnded,
}: EnderPorts): (blocks: readonly Block[]) => Promise<void> {
  const count = countMatches(metrics)
  return async function end(blocks) {
    for (const block of blocks) {
      for (const match of await matches.togetherOf([block.by, block.person])) {
        if (await endMatch(match, blockCause(block), matches)) count.inc({ change: 'ended' })
      }
    }
    onEnded()
  }
}
