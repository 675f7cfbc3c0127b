import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'

/** A latitude/longitude rectangle in degrees that never crosses the antimeridian. */
export interface Box {
  readonly south: number
  readonly north: number
  readonly west: number
  readonly east: number
}

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
  if (south <= -90 || north >= 90) {
    return [{ south: Math.max(-90, south), north: Math.min(90, north), west: -180, east: 180 }]
  }
  const ratio = Math.sin(Math.min(angle, Math.PI / 2)) / Math.cos(centre.lat / DEGREES_PER_RADIAN)
  const halfWidth = ratio >= 1 ? 180 : Math.asin(ratio) * DEGREES_PER_RADIAN + MARGIN_DEGREES
  const west = centre.lng - halfWidth
  const east = centre.lng + halfWidth
  if (east - west >= 360) return [{ south, north, west: -180, east: 180 }]
  if (west < -180) {
    return [
      { south, north, west: -180, east },
      { south, north, west: west + 360, east: 180 },
    ]
  }
  if (east > 180) {
    return [
      { south, north, west, east: 180 },
      { south, north, west: -180, east: east - 360 },
    ]
  }
  return [{ south, north, west, east }]
}
