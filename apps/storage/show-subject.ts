import type { Caller } from '#lib/auth/caller.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { distanceClass } from '#lib/matching/distance-class.ts'
import { isLive } from '#lib/matching/rule.ts'
import { showFields } from '#lib/subjects/fields-of.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { SubjectView } from './subject-wire.ts'
import { warningsOf } from './warnings-of.ts'

/** True when the caller may read every field of a subject and may edit it. */
export function isOwnerOf(caller: Caller, subject: Subject): boolean {
  return (
    (caller.role === 'person' && caller.person === subject.owner) ||
    caller.role === 'service' ||
    caller.role === 'admin'
  )
}

/** True when the caller looks after the subjects of everybody. */
export function isOperator({ role }: Caller): boolean {
  return role === 'operate' || role === 'admin'
}

/** True when the caller may know that a subject exists. Operators also see what they hide. */
export function maySee(caller: Caller, subject: Subject, nowMs: number): boolean {
  return isOwnerOf(caller, subject) || isLive(subject, nowMs) || (subject.hidden && isOperator(caller))
}

/** The view of a subject for this caller. With `near`, it has the distance from there as a class. */
export function showSubject(subject: Subject, caller: Caller, near?: Point): SubjectView {
  const { id, kind, keywords, owner, device, trusted } = subject
  // Hidden places are stored on the grid. Snapped again here, because the place may date from before its owner hid it.
  const at = subject.at && (subject.showLocation ? subject.at : snapToGrid(subject.at))
  const isOwn = isOwnerOf(caller, subject)
  return {
    id,
    kind,
    ...showFields(subject, isOwn),
    keywords: [...keywords],
    owner,
    region: showRegion(subject, at, isOwn),
    mobile: device !== undefined,
    ...(isOwn && device !== undefined && { device }),
    ...(isOwn &&
      subject.positionTime !== undefined && { lastSeen: new Date(subject.positionTime).toISOString() }),
    ...(isOwn && subject.paused && { paused: subject.paused }),
    active: subject.active,
    stage: subject.stage,
    ...((isOwn || isOperator(caller)) && showHidden(subject)),
    ...(subject.validFrom !== undefined && { validFrom: new Date(subject.validFrom).toISOString() }),
    ...(subject.validUntil !== undefined && { validUntil: new Date(subject.validUntil).toISOString() }),
    trusted,
    warnings: warningsOf(subject),
    created: new Date(subject.created).toISOString(),
    modified: new Date(subject.modified).toISOString(),
    ...(near !== undefined && at !== undefined && { distanceClass: distanceClass(distanceMeters(near, at)) }),
  }
}

function showHidden({ hidden, hiddenBecause }: Subject): Pick<SubjectView, 'hidden' | 'hiddenBecause'> {
  if (!hidden) return {}
  return { hidden: true, ...(hiddenBecause !== undefined && { hiddenBecause }) }
}

/** The region: the owner, and everybody whom the owner shows the location, sees a polygon; others a circle that contains it. */
function showRegion(
  { polygon, radiusMeters, showLocation }: Subject,
  at: Point | undefined,
  isOwn: boolean,
): SubjectView['region'] {
  if (polygon !== undefined && at !== undefined && (showLocation || isOwn))
    return { polygon: polygon.map(({ lat, lng }) => [lng, lat]), at }
  return { circle: { ...(at !== undefined && { centre: at }), radiusMeters } }
}
