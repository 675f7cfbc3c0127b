import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { type Box, splitBox } from '#lib/geo/split-box.ts'

const DEGREES_PER_RADIAN = 180 / Math.PI

// Boxes only prefilter: this margin (about 1 mm) outweighs every rounding error of the arithmetic below.
const MARGIN_DEGREES = 1e-8

/**
 * Boxes that together hold every point within `radiusMeters` of `centre`: one, two where the circle crosses the
 * antimeridian, and a whole cap where it holds a pole. The half width is asin(sin r / cos lat), see J. P. Matuschek,
 * "Finding points within a distance of a latitude/longitude using bounding coordinates".
 *
 * @example
 * ```ts
 * circleBoxes({ lat: 0, lng: 180 }, 1000).length // => 2
 * ```
 */
export function circleBoxes(centre: Point, radiusMeters: number): Box[] {
  const angle = radiusMeters / EARTH_RADIUS_METERS
  const halfHeight = angle * DEGREES_PER_RADIAN + MARGIN_DEGREES
  const south = centre.lat - halfHeight
  const north = centre.lat + halfHeight
  const ratio = Math.sin(Math.min(angle, Math.PI / 2)) / Math.cos(centre.lat / DEGREES_PER_RADIAN)
  const halfWidth = ratio >= 1 ? 180 : Math.asin(ratio) * DEGREES_PER_RADIAN + MARGIN_DEGREES
  return splitBox({ south, north, west: centre.lng - halfWidth, east: centre.lng + halfWidth })
}
