import type { Block } from '#lib/store/blocks.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { blockCause } from './match-cause.ts'
import { createMatchCounter } from './match-subjects.ts'
import { settlePairs, type SettlePorts } from './settle-pairs.ts'

/** The dependencies of ending matches after a block. */
export interface EnderPorts extends SettlePorts {
  readonly matches: SettlePorts['matches'] & Pick<MatchStore, 'currentBetween'>
  readonly metrics: Metrics
  /** Called when there may be notices to publish. */
  readonly onEnded: () => void
}

/** Creates the function that settles all pairs of two people after one blocked the other. */
export function createBlockEnder(ports: EnderPorts): (blocks: readonly Block[]) => Promise<void> {
  const { matches, metrics, onEnded } = ports
  const count = createMatchCounter(metrics)
  return async function end(blocks) {
    for (const block of blocks) {
      const cause = blockCause(block)
      const current = await matches.currentBetween([block.by, block.person])
      const { ended } = await settlePairs(
        current.map(({ search, offer }) => ({ search, offer, cause, mayBegin: true })),
        ports,
      )
      count.inc({ change: 'ended' }, ended)
    }
    onEnded()
  }
}
