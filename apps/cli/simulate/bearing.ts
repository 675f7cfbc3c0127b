import type { Point } from '#lib/geo/point.ts'

const RADIANS_PER_DEGREE = Math.PI / 180

/**
 * Returns the initial direction of the great circle from one point to another, in degrees: 0 = north, 90 = east. Formula:
 * Ed Williams, "Aviation Formulary", section "Course between points".
 */
export function bearingDegrees(from: Point, to: Point): number {
  const lat1 = from.lat * RADIANS_PER_DEGREE
  const lat2 = to.lat * RADIANS_PER_DEGREE
  const lng = (to.lng - from.lng) * RADIANS_PER_DEGREE
  const east = Math.sin(lng) * Math.cos(lat2)
  const north = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(lng)
  return (Math.atan2(east, north) / RADIANS_PER_DEGREE + 360) % 360
}
