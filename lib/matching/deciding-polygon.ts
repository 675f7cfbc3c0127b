import type { Point } from '#lib/geo/point.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** Smallest radius of a subject whose location is hidden, in metres: less would tell more than its cell of the privacy grid. */
export const HIDDEN_RADIUS_METERS_MIN = 500

/**
 * The polygon that decides about the matches of a subject; undefined when its circle decides. The circle also decides for a hidden
 * polygon that fits into the smallest hidden circle: who tries many places finds the border of a polygon by the matches, and this
 * border could be that of a house.
 *
 * @example
 * ```ts
 * const polygon = [{ lat: 0, lng: 0 }, { lat: 0, lng: 0.001 }, { lat: 0.001, lng: 0 }]
 * decidingPolygon({ polygon, radiusMeters: 500, showLocation: true }) // => polygon
 * decidingPolygon({ polygon, radiusMeters: 500, showLocation: false }) // => undefined
 * ```
 */
export function decidingPolygon({
  polygon,
  radiusMeters,
  showLocation,
}: Pick<Subject, 'polygon' | 'radiusMeters' | 'showLocation'>): readonly Point[] | undefined {
  return showLocation || radiusMeters > HIDDEN_RADIUS_METERS_MIN ? polygon : undefined
}
