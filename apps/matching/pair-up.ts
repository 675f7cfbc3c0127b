import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import { pairsOf, type Pair } from '#lib/matching/rule.ts'
import type { IndexedSubject } from '#lib/store/subjects.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'

const METERS_PER_DEGREE = (EARTH_RADIUS_METERS * Math.PI) / 180

/**
 * The pairs of seekers and candidates that have a key in common and are not much farther apart than the smaller of their radii. Cheap, and
 * only a first filter: the rule decides.
 */
export function pairUp(seekers: readonly IndexedSubject[], candidates: readonly IndexedSubject[]): Pair[] {
  const byKey = new Map<string, IndexedSubject[]>()
  for (const seeker of seekers) {
    for (const key of matchingKeys(seeker)) {
      const others = byKey.get(key)
      if (others === undefined) byKey.set(key, [seeker])
      else others.push(seeker)
    }
  }
  return candidates.flatMap((candidate) => {
    const met = new Set<IndexedSubject>()
    for (const key of matchingKeys(candidate)) {
      for (const seeker of byKey.get(key) ?? []) if (isNear(seeker, candidate)) met.add(seeker)
    }
    return [...met].flatMap((seeker) => pairsOf(seeker, candidate))
  })
}

/**
 * False when the latitudes alone are too far apart. No pair with a polygon is lost: `radiusMeters` of a polygon is that of a circle around
 * its point that contains it. The rule demands that the point of each is in the region of the other, so in the circle of the other. So
 * the distance is at most each of the two radii, and the difference of the latitudes is not larger than the distance.
 */
function isNear(a: IndexedSubject, b: IndexedSubject): boolean {
  if (a.at === undefined || b.at === undefined) return false
  const meters = Math.abs(a.at.lat - b.at.lat) * METERS_PER_DEGREE
  return meters <= Math.min(a.radiusMeters, b.radiusMeters) + 1
}
