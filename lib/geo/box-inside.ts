import type { Circle } from '#lib/geo/area.ts'
import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import type { Box } from '#lib/geo/split-box.ts'

const DEGREES_PER_RADIAN = 180 / Math.PI

// Outweighs that a circle of 100 km is not flat, and every rounding error.
const DEFLATION = 0.999

/** From here on a box would be narrow. */
const LAT_MAX = 85

/**
 * A box of which every point is in a circle of up to 100 km, nearly as large as can be. None near a pole, and where it would cross the
 * antimeridian.
 *
 * @example
 * ```ts
 * boxInside({ centre: { lat: 0, lng: 180 }, radiusMeters: 1000 }) // => undefined
 * Object.keys(boxInside({ centre: { lat: 50, lng: 8 }, radiusMeters: 1000 })) // => ['south', 'north', 'west', 'east']
 * ```
 */
export function boxInside({ centre: { lat, lng }, radiusMeters }: Circle): Box | undefined {
  const halfHeight = (radiusMeters / EARTH_RADIUS_METERS / Math.SQRT2) * DEGREES_PER_RADIAN * DEFLATION
  const [south, north] = [lat - halfHeight, lat + halfHeight]
  // The meridians are farthest apart on the side of the equator.
  const widest = Math.min(Math.abs(south), Math.abs(north), south * north < 0 ? 0 : 90)
  const halfWidth = halfHeight / Math.cos(widest / DEGREES_PER_RADIAN)
  if (Math.abs(lat) > LAT_MAX || Math.abs(lng) + halfWidth > 180) return undefined
  return { south, north, west: lng - halfWidth, east: lng + halfWidth }
}
