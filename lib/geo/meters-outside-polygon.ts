import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import { isInPolygon } from '#lib/geo/is-in-polygon.ts'
import type { Point } from '#lib/geo/point.ts'
import { type Edge, preparePolygon } from '#lib/geo/prepare-polygon.ts'
import { add, cross, dot, normalize, subtract, unitVector, type Vector } from '#lib/geo/vector.ts'

/**
 * How far outside of a polygon a point is: the great-circle distance in metres to the nearest point of its edges, and 0 for every point
 * for which `isInPolygon()` is true. The ring must have no `polygonProblem()`.
 *
 * @example
 * ```ts
 * const ring = [{ lat: 0, lng: 0 }, { lat: 0, lng: 1 }, { lat: -1, lng: 0 }]
 * Math.round(metersOutsidePolygon({ lat: 1, lng: 0.5 }, ring)) // => 111319
 * metersOutsidePolygon({ lat: -0.1, lng: 0.5 }, ring) // => 0
 * ```
 */
export function metersOutsidePolygon(point: Point, ring: readonly Point[]): number {
  if (isInPolygon(point, ring)) return 0
  const unit = unitVector(point)
  let squared = 4
  for (const edge of preparePolygon(ring).edges) squared = Math.min(squared, squaredChord(unit, edge))
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(squared) / 2))
}

/** Square of the straight distance, on the unit sphere, to the nearest point of an edge. It grows with the distance on the sphere. */
function squaredChord(unit: Vector, { from, to }: Edge): number {
  // Twice the vector product of the ends. This form is precise for ends that are close together.
  const normal = normalize(cross(subtract(from.unit, to.unit), add(from.unit, to.unit)))
  const isBeforeEnd = dot(cross(to.unit, normal), unit) > 0
  const isAfterStart = dot(cross(normal, from.unit), unit) > 0
  if (isAfterStart && isBeforeEnd) {
    const sine = dot(normal, unit)
    return (2 * sine * sine) / (1 + Math.sqrt(Math.max(0, 1 - sine * sine)))
  }
  return Math.min(squaredLength(subtract(unit, from.unit)), squaredLength(subtract(unit, to.unit)))
}

function squaredLength(vector: Vector): number {
  return dot(vector, vector)
}
