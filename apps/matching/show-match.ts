import type { MatchList } from '#lib/service-client/match-list.ts'
import type { Match } from '#lib/store/matches.ts'

/** A match as other stations see it. */
export function showMatch(match: Match): MatchList[number] {
  const { id, search, offer, episode, state, foundAt, endedAt, distanceClass, sides, spot } = match
  return {
    id,
    search,
    offer,
    episode,
    state: state === 'ended' ? state : 'together',
    foundAt: new Date(foundAt).toISOString(),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
    distanceClass,
    title: sides[0]?.title ?? '',
    spot,
  }
}
