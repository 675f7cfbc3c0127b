import type { PushEvent } from '#lib/events/event.ts'
import { matchNotice } from '#lib/events/match-notice.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import { endMatch } from './end-match.ts'
import { partBlocked } from './part-blocked.ts'

/** The dependencies of publishing notices. */
export interface TellerPorts {
  readonly matches: Pick<MatchStore, 'find' | 'end'>
  readonly blocks: Pick<BlockStore, 'between'>
  /** Resolves when the notices are on the bus. */
  readonly publish: (notices: readonly PushEvent[]) => Promise<void>
}

/**
 * Creates the function that publishes notices of matches. The matcher checks blocks before it begins a match; this function
 * checks again after the match was written. If a block was added in between, it ends the match without publishing it. A later
 * block ends the match itself. So two blocked people never stay together, even when a process is killed at any step.
 */
export function createNoticeTeller({
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
