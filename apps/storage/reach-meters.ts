import { capRadiusMeters } from '#lib/geo/polygon-size.ts'
import type { SubjectView } from './subject-wire.ts'

/** How far a shown region reaches, in metres: the radius of a circle, or the distance to the farthest point of a polygon, rounded up. */
export function reachMeters({ circle, polygon, at }: SubjectView['region']): number {
  if (circle !== undefined) return circle.radiusMeters
  if (polygon === undefined || at === undefined) return 0
  const ring = polygon.map(([lng, lat]) => ({ lat, lng }))
  return Math.ceil(capRadiusMeters(ring, at))
}
