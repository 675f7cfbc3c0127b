import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import { turnedLng } from '#lib/geo/map-place.ts'
import type { Point } from '#lib/geo/point.ts'
import { roundPoint } from '#lib/geo/round-point.ts'
import { add, cross, dot, normalize, pointTo, unitVector } from '#lib/geo/vector.ts'

/** How close lines on a map come to the edges of a ring, and how many points that may take. */
export interface Density {
  readonly metersMax: number
  readonly pointsMax: number
}

// Each pass halves the pieces: after so many, those of the longest edge on Earth are shorter than 20 m.
const PASSES_MAX = 20

const SHARES = [0.25, 0.5, 0.75]

/**
 * Adds points to the edges of a ring, which are great-circle arcs, until straight lines between its points on a map of latitudes and
 * longitudes are at most `metersMax` from the arcs. When that would take more than `pointsMax` points, the lines stay farther away. Edges
 * that end at a pole are straight on such a map.
 *
 * @example
 * ```ts
 * const ring = [{ lat: 60, lng: 0 }, { lat: 60, lng: 1 }, { lat: 61, lng: 1 }]
 * densifyRing(ring, { metersMax: 50, pointsMax: 99 }).length // => 7
 * densifyRing(ring, { metersMax: 50, pointsMax: 3 }).length // => 3
 * ```
 */
export function densifyRing(ring: readonly Point[], { metersMax, pointsMax }: Density): readonly Point[] {
  let points = ring
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    const denser = points.flatMap((from, index) => {
      const to = points[(index + 1) % points.length] ?? from
      return bendMeters(from, to) > metersMax ? [from, middleOf(from, to)] : [from]
    })
    if (denser.length === points.length || denser.length > pointsMax) break
    points = denser
  }
  return points
}

function middleOf(from: Point, to: Point): Point {
  return roundPoint(pointTo(add(unitVector(from), unitVector(to))))
}

/** How far the line on the map is from the arc, in metres. */
function bendMeters(from: Point, to: Point): number {
  if (Math.abs(from.lat) === 90 || Math.abs(to.lat) === 90) return 0
  const normal = normalize(cross(unitVector(from), unitVector(to)))
  const turn = turnedLng(to.lng - from.lng)
  const angles = SHARES.map((share) => {
    const place = unitVector({
      lat: from.lat + (to.lat - from.lat) * share,
      lng: from.lng + turn * share,
    })
    return Math.asin(Math.min(1, Math.abs(dot(normal, place))))
  })
  return Math.max(...angles) * EARTH_RADIUS_METERS
}
