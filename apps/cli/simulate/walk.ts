import type { Place } from '#lib/cities/city.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'
import { bearingDegrees } from './bearing.ts'
import { between, pick, type Random } from './random.ts'

/** An endless walk from place to place. */
export interface Walk {
  /** Walks this many metres and returns the position that the phone measures there. */
  advance(meters: number): Point
}

/** The largest error of a measured position. */
const JITTER_METERS_MAX = 4

/** The next place is one of this many nearest places, because people walk to places nearby. */
const NEXT_PLACES = 6

/** Starts a walk between two of the places. The first places of the list, the city centre, are more likely. */
export function startWalk(places: readonly Place[], random: Random): Walk {
  let from = pick(places, () => random() ** 2).at
  let to = nextPlace(from)
  let goneMeters = random() * distanceMeters(from, to)

  function nextPlace(here: Point): Point {
    const nearest = places
      .map(({ at }) => ({ at, meters: distanceMeters(at, here) }))
      .filter(({ meters }) => meters > 0)
      .sort((a, b) => a.meters - b.meters)
    return pick(nearest.slice(0, NEXT_PLACES), random).at
  }

  return {
    advance(meters) {
      goneMeters += meters
      for (let leg = distanceMeters(from, to); goneMeters > leg; leg = distanceMeters(from, to)) {
        goneMeters -= leg
        from = to
        to = nextPlace(from)
      }
      const exact = travel(from, bearingDegrees(from, to), goneMeters)
      return travel(exact, between(0, 360, random), between(0, JITTER_METERS_MAX, random))
    },
  }
}
