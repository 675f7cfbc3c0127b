import { serviceSource } from '#lib/events/event.ts'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import type { Block } from '#lib/store/blocks.ts'
import type { Match, MatchStore } from '#lib/store/matches.ts'
import { noticeOf } from './notice-of.ts'

/** Why a match begins or ends. */
export type MatchCause = MatchNotice['cause']

/** Ends a match, and keeps the notice of it; false when it is over already. */
export function endMatch(
  match: Match,
  cause: MatchCause,
  matches: Pick<MatchStore, 'end'>,
): Promise<boolean> {
  const now = Date.now()
  const over: Match = { ...match, state: 'ended', endedAt: now, cause }
  return matches.end(match.id, now, noticeOf('match.ended', over, now))
}

/** What ends the matches of two people of whom one blocked the other. */
export function blockCause({ id, since }: Block): MatchCause {
  return { source: serviceSource('matching'), id, time: since, reason: 'block' }
}
