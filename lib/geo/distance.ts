import type { Point } from '#lib/geo/point.ts'

/** Radius of the sphere in metres; the one MongoDB's `$centerSphere` and `$nearSphere` use. */
export const EARTH_RADIUS_METERS = 6_378_100

const RADIANS_PER_DEGREE = Math.PI / 180

/**
 * Great-circle distance in metres by the haversine formula (R. W. Sinnott, "Virtues of the Haversine", 1984).
 *
 * @example
 * ```ts
 * Math.round(distanceMeters({ lat: 0, lng: 179.5 }, { lat: 0, lng: -179.5 }) / 1000) // => 111
 * ```
 */
export function distanceMeters(a: Point, b: Point): number {
  const sinHalfLat = Math.sin(((b.lat - a.lat) * RADIANS_PER_DEGREE) / 2)
  const sinHalfLng = Math.sin(((b.lng - a.lng) * RADIANS_PER_DEGREE) / 2)
  const h =
    sinHalfLat * sinHalfLat +
    Math.cos(a.lat * RADIANS_PER_DEGREE) * Math.cos(b.lat * RADIANS_PER_DEGREE) * sinHalfLng * sinHalfLng
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)))
}
