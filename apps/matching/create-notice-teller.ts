import type { PushEvent } from '#lib/events/event.ts'
import { matchNotice } from '#lib/events/match-notice.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import { endMatch } from './end-match.ts'
import { partBlocked } from './part-blocked.ts'

/** What telling notices needs. */
export interface TellerPorts {
  readonly matches: Pick<MatchStore, 'find' | 'end'>
  readonly blocks: Pick<BlockStore, 'between'>
  /** Resolves when the notices are on the bus. */
  readonly publish: (notices: readonly PushEvent[]) => Promise<void>
}

/**
 * Gives what tells notices of matches. Whoever began a match asked for blocks before; one that was made in between is found
 * here, after the match was written: that match ends, and nobody hears that it was. A block that is made later still finds
 * the match when it ends what is together. So the two never stay together, whoever is killed on the way.
 */
export function tellNotices({
  matches,
  blocks,
  publish,
}: TellerPorts): (notices: readonly PushEvent[]) => Promise<void> {
  return async function tell(notices) {
    const ids = new Map(notices.map((notice) => [notice, matchFound(notice)]))
    const found = await matches.find([...ids.values()].filter((id) => id !== undefined))
    const { blocked } = await partBlocked(found, blocks)
    for (const match of blocked) await endMatch(match, { ...match.cause, reason: 'block' }, matches)
    const silent = new Set<string | undefined>(blocked.map(({ id }) => id))
    const told = notices.filter((notice) => !silent.has(ids.get(notice)))
    if (told.length > 0) await publish(told)
  }
}

/** The id of the match that a notice says was found. */
function matchFound({ type, data }: PushEvent): string | undefined {
  return type === 'match.found' ? matchNotice.safeParse(data.params).data?.match.id : undefined
}
