import type { PushEvent } from '#lib/events/event.ts'
import { matchNotice } from '#lib/events/match-notice.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { Match, MatchStore } from '#lib/store/matches.ts'
import { partBlocked } from './part-blocked.ts'
import { settlePairs, type SettlePorts, type UnsettledPair } from './settle-pairs.ts'

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
 *
 * Before it publishes that matches ended, it wakes their sides if they are parked: they have room again. Afterwards it looks at their
 * pairs: whoever ended one may have died before it looked again, and may have ended it by what a side was before an edit. If the
 * process dies in between, the notice is published again, and both is done again.
 */
export function createNoticeTeller(ports: TellerPorts): (notices: readonly PushEvent[]) => Promise<void> {
  const { matches, blocks, queue, publish } = ports
  return async function tell(notices) {
    const ids = new Map(notices.map((notice) => [notice, matchOf(notice)]))
    const isFound = ({ type }: PushEvent): boolean => type === 'match.found'
    const known = await matches.find([...new Set(ids.values())].filter((id) => id !== undefined))
    const found = new Set(notices.filter(isFound).map((notice) => ids.get(notice)))
    const { blocked } = await partBlocked(
      known.filter(({ id }) => found.has(id)),
      blocks,
    )
    await settlePairs(blocked.map(unsettled), ports)
    const ended = new Set(notices.filter((notice) => !isFound(notice)).map((notice) => ids.get(notice)))
    const parted = known.filter(({ id }) => ended.has(id))
    await queue.wake(
      parted.flatMap(({ search, offer }) => [search, offer]),
      Date.now(),
    )
    const silent = new Set<string | undefined>(blocked.map(({ id }) => id))
    const told = notices.filter((notice) => !(isFound(notice) && silent.has(ids.get(notice))))
    if (told.length > 0) await publish(told)
    await settlePairs(parted.map(unsettled), ports)
  }
}

function unsettled(match: Match): UnsettledPair {
  return { ...match, mayBegin: true }
}

/** The id of the match that a notice is about. */
function matchOf({ data }: PushEvent): string | undefined {
  return matchNotice.safeParse(data.params).data?.match.id
}
