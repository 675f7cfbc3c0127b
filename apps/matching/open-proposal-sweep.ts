import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { settlePairs, type SettlePorts } from './settle-pairs.ts'

/** The dependencies of the sweep. */
export interface SweepPorts extends SettlePorts {
  readonly matches: SettlePorts['matches'] & Pick<MatchStore, 'proposedBefore'>
  /** Called when there may be notices to publish. */
  readonly onSettled: () => void
  readonly log: Logger
}

const SWEEP_MS = 5_000
/** Who made a younger proposal is probably still at work; if both settle it, no harm is done. */
const AGE_MS_MIN = 5_000
const BATCH_MAX = 500

/** Settles every 5 s the proposals of handlers that died before they looked a second time; gives the function that stops this. */
export function openProposalSweep(ports: SweepPorts): { stop(): Promise<void> } {
  const { matches, onSettled, log } = ports
  const loop = openNudgedLoop({
    async pass() {
      const left = await matches.proposedBefore(Date.now() - AGE_MS_MIN, BATCH_MAX)
      if (left.length === 0) return
      await settlePairs(
        left.map((match) => ({ ...match, mayBegin: true })),
        ports,
      )
      onSettled()
    },
    everyMs: SWEEP_MS,
    onFailure: (error) => log.warn('cannot settle proposals, will try again', { error }),
  })
  return { stop: () => loop.stop() }
}
