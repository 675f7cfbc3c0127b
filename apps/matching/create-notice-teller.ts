import type { PushEvent } from '#lib/events/event.ts'
import { matchNotice } from '#lib/events/match-notice.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import { partBlocked } from './part-blocked.ts'
import { settlePairs, type SettlePorts } from './settle-pairs.ts'

/** The dependencies of publishing notices. */
export interface TellerPorts extends SettlePorts {
  readonly matches: SettlePorts['matches'] & Pick<MatchStore, 'find'>
  readonly blocks: BlockStore
  /** Resolves when the notices are on the bus. */
  readonly publish: (notices: readonly PushEvent[]) => Promise<void>
}

/**
 * Creates the function that publishes notices of matches. If a block was added after a match was confirmed, it settles the pair
 * and does not publish that the match was found, so that nobody is rung about a person whom they have just blocked.
 */
export function createNoticeTeller(ports: TellerPorts): (notices: readonly PushEvent[]) => Promise<void> {
  const { matches, blocks, publish } = ports
  return async function tell(notices) {
    const ids = new Map(notices.map((notice) => [notice, matchFound(notice)]))
    const found = await matches.find([...ids.values()].filter((id) => id !== undefined))
    const { blocked } = await partBlocked(found, blocks)
    await settlePairs(
      blocked.map((match) => ({ ...match, mayBegin: true })),
      ports,
    )
    const silent = new Set<string | undefined>(blocked.map(({ id }) => id))
    const told = notices.filter((notice) => !silent.has(ids.get(notice)))
    if (told.length > 0) await publish(told)
  }
}

/** The id of the match that a notice says was found. */
function matchFound({ type, data }: PushEvent): string | undefined {
  return type === 'match.found' ? matchNotice.safeParse(data.params).data?.match.id : undefined
}
