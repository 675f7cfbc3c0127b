import { distanceMeters } from '#lib/geo/distance.ts'
import { peopleKey } from '#lib/matching/people-key.ts'
import { keysOf, matchingKeys } from '#lib/subjects/matching-keys.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** A search and the subject that it may match: an offer, or with `wants: searches` another search, whose owner is not notified. */
export interface Pair {
  readonly search: Subject
  readonly counterpart: Subject
}

/** Input of the rule besides the pair. */
export interface Moment {
  readonly nowMs: number
  /** Pairs of people of whom one blocked the other, as keys of `peopleKey()`. It holds at least the pairs in question. */
  readonly blocked: ReadonlySet<string>
  /**
   * Up to what share of the smaller circle's radius a position may be inaccurate for a pair to begin by it; 1 if it is absent. Such a
   * position says too little about whether the two are near each other.
   */
  readonly accuracyShareMax?: number | undefined
}

// Hysteresis: a pair ends only this far outside of the smaller circle, so that GPS jitter at the rim does not ring repeatedly.
const PARTING_METERS_MIN = 50
const PARTING_SHARE = 0.1

/**
 * True when the two begin to be together: keywords in common, two owners of whom neither blocked the other, the search
 * wants such a subject, both are active and valid at that moment, each one's point lies in the other's circle, and the positions are
 * accurate enough to say so.
 */
export function isMatch(pair: Pair, moment: Moment): boolean {
  const radius = Math.min(pair.search.radiusMeters, pair.counterpart.radiusMeters)
  return isWithin(pair, radius) && isAccurate(pair, radius, moment) && canMeet(pair, moment)
}

/** True while two that are together stay so: as `isMatch()`, but with the hysteresis band around the smaller circle. */
export function staysTogether(pair: Pair, moment: Moment): boolean {
  const radius = Math.min(pair.search.radiusMeters, pair.counterpart.radiusMeters)
  return (
    isWithin(pair, radius + Math.max(PARTING_METERS_MIN, radius * PARTING_SHARE)) && canMeet(pair, moment)
  )
}

/** How many keywords of the one are, in some form, keywords of the other too: the first measure of a match's rank. */
export function commonKeywords(a: Subject, b: Subject): number {
  const keys = new Set(matchingKeys(b))
  return a.keywords.filter((keyword) => keysOf(keyword, a.language).some((key) => keys.has(key))).length
}

/** The pairs two subjects could form, by kind and `wants` alone: none, one, or both ways between two searches. */
export function pairsOf(a: Subject, b: Subject): Pair[] {
  if (a.id === b.id) return []
  return [
    ...(isWanted(a, b) ? [{ search: a, counterpart: b }] : []),
    ...(isWanted(b, a) ? [{ search: b, counterpart: a }] : []),
  ]
}

function isWanted(search: Subject, counterpart: Subject): boolean {
  return search.kind === 'search' && counterpart.kind === (search.wants === 'offers' ? 'offer' : 'search')
}

function canMeet({ search, counterpart }: Pair, { nowMs, blocked }: Moment): boolean {
  return (
    isWanted(search, counterpart) &&
    search.owner !== counterpart.owner &&
    !blocked.has(peopleKey(search.owner, counterpart.owner)) &&
    isLive(search, nowMs) &&
    isLive(counterpart, nowMs) &&
    commonKeywords(search, counterpart) > 0
  )
}

/** True when a subject is active and inside its validity window (`validFrom` inclusive, `validUntil` exclusive). */
export function isLive(subject: Subject, nowMs: number): boolean {
  return (
    subject.active && nowMs >= (subject.validFrom ?? -Infinity) && nowMs < (subject.validUntil ?? Infinity)
  )
}

function isAccurate(
  { search, counterpart }: Pair,
  radius: number,
  { accuracyShareMax = 1 }: Moment,
): boolean {
  const meters = Math.max(search.accuracyMeters ?? 0, counterpart.accuracyMeters ?? 0)
  return meters <= radius * accuracyShareMax
}

function isWithin({ search, counterpart }: Pair, meters: number): boolean {
  return (
    search.at !== undefined &&
    counterpart.at !== undefined &&
    distanceMeters(search.at, counterpart.at) <= meters
  )
}
