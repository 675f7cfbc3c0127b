import { serviceSource } from '#lib/events/event.ts'
import type { Block } from '#lib/store/blocks.ts'
import { blockCause } from './match-cause.ts'
import { matchSubjects, type MatcherPorts } from './match-subjects.ts'
import { settlePairs, type MatchCounts } from './settle-pairs.ts'

/** The dependencies of acting on blocks. */
export interface EnderPorts extends MatcherPorts {
  /** Called with what began and ended, when there may be notices to publish. */
  readonly onMatched: (counts: MatchCounts) => void
}

/**
 * Creates the function that settles all pairs of two people after one blocked the other. After a block was removed it matches the one
 * who had blocked again: otherwise the next position of the other one would begin the match, and tell when it was sent.
 */
export function createBlockEnder({
  onMatched,
  ...ports
}: EnderPorts): (blocks: readonly Block[]) => Promise<void> {
  return async function act(blocks) {
    for (const block of blocks)
      onMatched(await (block.isLifted ? matchAgain(block, ports) : endAll(block, ports)))
  }
}

async function endAll(block: Block, ports: MatcherPorts): Promise<MatchCounts> {
  const cause = blockCause(block)
  const current = await ports.matches.currentBetween([block.by, block.person])
  return settlePairs(
    current.map(({ search, offer }) => ({ search, offer, cause, mayBegin: true })),
    ports,
  )
}

async function matchAgain({ id, by, since }: Block, ports: MatcherPorts): Promise<MatchCounts> {
  const own = await ports.subjects.findAll({ activeOf: [by] })
  const reason = { cause: { source: serviceSource('matching'), id, time: since }, mayBegin: true }
  return matchSubjects({ ids: new Map(own.map((subject) => [subject.id, reason])) }, ports)
}
