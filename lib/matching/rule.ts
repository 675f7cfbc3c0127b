import { distanceMeters } from '#lib/geo/distance.ts'
import { isInPolygon } from '#lib/geo/is-in-polygon.ts'
import { metersOutsidePolygon } from '#lib/geo/meters-outside-polygon.ts'
import type { Point } from '#lib/geo/point.ts'
import { decidingPolygon } from '#lib/matching/deciding-polygon.ts'
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
   * Up to what share of the smaller of the two radii a position may be inaccurate for a pair to begin by it; 1 if it is absent. Such a
   * position says too little about whether the two are near each other.
   */
  readonly accuracyShareMax?: number | undefined
}

// Hysteresis: a pair ends only this far outside of a region, so that GPS jitter at its edge does not ring repeatedly.
const PARTING_METERS_MIN = 50
const PARTING_SHARE = 0.1

/**
 * True when the two begin to be together: keywords in common, two owners of whom neither blocked the other, the search
 * wants such a subject, both are live at that moment and neither is reserved, neither has a word that the other excludes, each one's point
 * lies in the other's region, and the positions are accurate enough to say so. A region is a circle or a polygon.
 */
export function isMatch(pair: Pair, moment: Moment): boolean {
  return (
    isOpen(pair.search) &&
    isOpen(pair.counterpart) &&
    isInRegions(pair) &&
    hasAccuratePlaces(pair, moment) &&
    canMeet(pair, moment)
  )
}

/** True while two that are together stay so: as `isMatch()`, but with a hysteresis band around each region, and also if one is reserved. */
export function staysTogether(pair: Pair, moment: Moment): boolean {
  const radius = smallerRadius(pair)
  return isWithin(pair, radius + bandOf(radius)) && isNearPolygons(pair) && canMeet(pair, moment)
}

/** What has keywords, and perhaps a language. */
type Worded = Pick<Subject, 'keywords'> & Partial<Pick<Subject, 'language'>>

/** How many keywords of the one are, in some form, keywords of the other too: the first measure of a match's rank. */
export function commonKeywords(a: Worded, b: Worded): number {
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

/** True when a search looks for such a counterpart. */
export function isWanted(search: Subject, counterpart: Subject): boolean {
  return search.kind === 'search' && counterpart.kind === (search.wants === 'offers' ? 'offer' : 'search')
}

function canMeet({ search, counterpart }: Pair, { nowMs, blocked }: Moment): boolean {
  return (
    isWanted(search, counterpart) &&
    search.owner !== counterpart.owner &&
    !blocked.has(peopleKey(search.owner, counterpart.owner)) &&
    isLive(search, nowMs) &&
    isLive(counterpart, nowMs) &&
    commonKeywords(search, counterpart) > 0 &&
    !excludes(search, counterpart) &&
    !excludes(counterpart, search)
  )
}

/** True when a subject may begin matches: neither reserved nor settled. */
export function isOpen({ stage }: Subject): boolean {
  return stage === 'open'
}

/** True when a keyword of the other one is, in some form, one of the words that this one excludes. */
export function excludes({ not, language }: Subject, other: Subject): boolean {
  if (not.length === 0) return false
  const keys = new Set(matchingKeys(other))
  return not.some((word) => keysOf(word, language).some((key) => keys.has(key)))
}

/** True when a subject is active, not hidden by operators, and inside its validity window. */
export function isLive(subject: Subject, nowMs: number): boolean {
  return isOn(subject) && isValidAt(subject, nowMs)
}

/** True when a subject is active, and not hidden by operators. */
export function isOn({ active, hidden }: Subject): boolean {
  return active && !hidden
}

/** True inside of the validity window of a subject: `validFrom` inclusive, `validUntil` exclusive. */
export function isValidAt({ validFrom = -Infinity, validUntil = Infinity }: Subject, nowMs: number): boolean {
  return nowMs >= validFrom && nowMs < validUntil
}

/** True when the point of each side lies in the region of the other. */
export function isInRegions(pair: Pair): boolean {
  return isWithin(pair, smallerRadius(pair)) && isInPolygons(pair)
}

/** True when the positions of the devices are accurate enough for a match to begin by them. */
export function hasAccuratePlaces(pair: Pair, { accuracyShareMax = 1 }: Moment): boolean {
  const meters = Math.max(pair.search.accuracyMeters ?? 0, pair.counterpart.accuracyMeters ?? 0)
  return meters <= smallerRadius(pair) * accuracyShareMax
}

function smallerRadius({ search, counterpart }: Pair): number {
  return Math.min(search.radiusMeters, counterpart.radiusMeters)
}

function bandOf(radiusMeters: number): number {
  return Math.max(PARTING_METERS_MIN, radiusMeters * PARTING_SHARE)
}

/**
 * For two circles this is the whole condition. For a polygon it is necessary: the circle of `radiusMeters` around its `at` contains it,
 * so a point in it or near it is in this circle or as near to it. It is also cheap, so most pairs need no test of a polygon.
 */
function isWithin({ search, counterpart }: Pair, meters: number): boolean {
  return (
    search.at !== undefined &&
    counterpart.at !== undefined &&
    distanceMeters(search.at, counterpart.at) <= meters
  )
}

function isInPolygons(pair: Pair): boolean {
  return eachPolygon(pair, (ring, point) => isInPolygon(point, ring))
}

function isNearPolygons(pair: Pair): boolean {
  return eachPolygon(
    pair,
    (ring, point, { radiusMeters }) => metersOutsidePolygon(point, ring) <= bandOf(radiusMeters),
  )
}

/** True when the test holds for each side about which a polygon decides, and the point of the other side. */
function eachPolygon(
  { search, counterpart }: Pair,
  test: (ring: readonly Point[], point: Point, subject: Subject) => boolean,
): boolean {
  const holds = (subject: Subject, { at }: Subject) => {
    const polygon = decidingPolygon(subject)
    return polygon === undefined || (at !== undefined && test(polygon, at, subject))
  }
  return holds(search, counterpart) && holds(counterpart, search)
}
