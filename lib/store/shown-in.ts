import { isInArea } from '#lib/geo/area.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { SubjectQuery } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** True when the place where a subject is shown fits a query. */
export function isShownIn(
  { at }: Pick<Subject, 'at'>,
  { near, area }: Pick<SubjectQuery, 'near' | 'area'>,
): boolean {
  if (near === undefined && area === undefined) return true
  if (at === undefined) return false
  if (area !== undefined && !isInArea(at, area)) return false
  if (near === undefined) return true
  const meters = distanceMeters(near.centre, at)
  return meters <= near.radiusMeters && (near.beyondMeters === undefined || meters > near.beyondMeters)
}
