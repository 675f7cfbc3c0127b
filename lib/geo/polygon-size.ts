import { distanceMeters, EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { EDGE_TOLERANCE_METERS, type PlanePoint, preparePolygon } from '#lib/geo/prepare-polygon.ts'

/**
 * Area of a polygon on the sphere, in square metres. The ring must not cross itself; its direction does not matter. Sum of the signed
 * triangles between the middle and each edge; their areas by F. Eriksson, "On the Measure of Solid Angles", 1990.
 *
 * @example
 * ```ts
 * const ring = [{ lat: 0, lng: 0 }, { lat: 0, lng: 0.001 }, { lat: 0.001, lng: 0.001 }, { lat: 0.001, lng: 0 }]
 * Math.round(areaSquareMeters(ring)) // => 12392
 * ```
 */
export function areaSquareMeters(ring: readonly Point[]): number {
  return Math.abs(excessOf(ring)) * EARTH_RADIUS_METERS * EARTH_RADIUS_METERS
}

/**
 * True when the inside of a ring is on the left of its edges. The ring must not cross itself.
 *
 * @example
 * ```ts
 * isCounterclockwise([{ lat: 0, lng: 0 }, { lat: 0, lng: 1 }, { lat: 1, lng: 1 }]) // => true
 * ```
 */
export function isCounterclockwise(ring: readonly Point[]): boolean {
  return excessOf(ring) > 0
}

/** Area on the unit sphere, negative when the ring turns right. */
function excessOf(ring: readonly Point[]): number {
  return preparePolygon(ring).edges.reduce((sum, { from, to }) => sum + signedExcess(from, to), 0)
}

/** Area on the unit sphere of the triangle between the middle of the projection and two places, positive when they turn left. */
function signedExcess(from: PlanePoint, to: PlanePoint): number {
  const [x1, y1] = [from.x / EARTH_RADIUS_METERS, from.y / EARTH_RADIUS_METERS]
  const [x2, y2] = [to.x / EARTH_RADIUS_METERS, to.y / EARTH_RADIUS_METERS]
  const h1 = Math.sqrt(1 + x1 * x1 + y1 * y1)
  const h2 = Math.sqrt(1 + x2 * x2 + y2 * y2)
  return 2 * Math.atan2(x1 * y2 - x2 * y1, h1 * h2 + h1 + h2 + 1 + x1 * x2 + y1 * y2)
}

/**
 * Radius in metres of a circle around `at` that contains the whole polygon and every point for which `isInPolygon()` is true: the
 * distance to the farthest point of the ring, and the tolerance of 1 mm.
 *
 * No edge leaves this circle: its points are the unit vectors u with u·at ≥ cos r, and cos r > 0 below a hemisphere. A point of
 * the arc from a to b is (s·a + t·b) / |s·a + t·b| with s, t ≥ 0 and s + t = 1. Then (s·a + t·b)·at ≥ cos r, and the
 * division by a length of at most 1 makes it no smaller. The outside of the circle is one piece that no edge enters, and larger than a
 * hemisphere, so it is no part of the polygon.
 *
 * @example
 * ```ts
 * const at = { lat: 0, lng: 0 }
 * capRadiusMeters([{ lat: 0.1, lng: 0 }, { lat: 0, lng: 0.1 }, { lat: -0.1, lng: -0.1 }], at) < 16_000 // => true
 * ```
 */
export function capRadiusMeters(ring: readonly Point[], at: Point): number {
  return Math.max(...ring.map((point) => distanceMeters(at, point))) + EDGE_TOLERANCE_METERS
}
