import type { Place } from '#lib/cities/city.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'
import { bearingDegrees } from './bearing.ts'
import { between, pick, type Random } from './random.ts'

/** Somebody on their way from place to place, without end. */
export interface Walk {
  /** Goes on by so many metres, and gives where a phone then believes to be. */
  advance(meters: number): Point
}

/** A phone is a little wrong about where it is. */
const JITTER_METERS_MAX = 4

/** So many of the nearest places come into question as the next one: people walk to where they see. */
const NEXT_PLACES = 6

/** Begins a walk somewhere between two of the places, more often between the first ones of the list: the middle of town. */
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
