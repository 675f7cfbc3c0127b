import { serviceSource } from '#lib/events/event.ts'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import type { Block } from '#lib/store/blocks.ts'
import type { Match, MatchStore } from '#lib/store/matches.ts'
import { noticeOf } from './notice-of.ts'

/** Why a match begins or ends. */
export type MatchCause = MatchNotice['cause']

/** Ends a match, and stores its notice in the same transaction; false when it has ended already. */
export function endMatch(
  match: Match,
  cause: MatchCause,
  matches: Pick<MatchStore, 'end'>,
): Promise<boolean> {
  const now = Date.now()
  const over: Match = { ...match, state: 'ended', endedAt: now, cause }
  return matches.end(match.id, now, noticeOf('match.ended', over, now))
}

/** A block as the cause of the end of a match. */
export function blockCause({ id, since }: Block): MatchCause {
  return { source: serviceSource('matching'), id, time: since, reason: 'block' }
}
