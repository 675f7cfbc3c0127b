import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'

const RADIANS_PER_DEGREE = Math.PI / 180

/**
 * Where one arrives after going `meters` along a great circle, starting at `bearingDegrees` (0 = north, 90 = east).
 * Formula: Ed Williams, "Aviation Formulary", section "Lat/lon given radial and distance".
 *
 * @example
 * ```ts
 * travel({ lat: 0, lng: 0 }, 0, 1000).lng // => 0
 * ```
 */
export function travel(from: Point, bearingDegrees: number, meters: number): Point {
  const angle = meters / EARTH_RADIUS_METERS
  const bearing = bearingDegrees * RADIANS_PER_DEGREE
  const lat1 = from.lat * RADIANS_PER_DEGREE
  const sinLat2 = Math.sin(lat1) * Math.cos(angle) + Math.cos(lat1) * Math.sin(angle) * Math.cos(bearing)
  const lat2 = Math.asin(Math.max(-1, Math.min(1, sinLat2)))
  const turned = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(lat1),
    Math.cos(angle) - Math.sin(lat1) * sinLat2,
  )
  const lng = from.lng + turned / RADIANS_PER_DEGREE
  return { lat: lat2 / RADIANS_PER_DEGREE, lng: lng > 180 ? lng - 360 : lng < -180 ? lng + 360 : lng }
}
