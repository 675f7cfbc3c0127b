import type { Point } from '#lib/geo/point.ts'
import { capRadiusMeters } from '#lib/geo/polygon-size.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { newId } from '#lib/ids/new-id.ts'
import { HIDDEN_RADIUS_METERS_MIN } from '#lib/matching/deciding-polygon.ts'
import { fieldsOf } from '#lib/subjects/fields-of.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { Draft } from './subject-wire.ts'

/** A new subject of an owner. */
export function newSubject(kind: SubjectKind, owner: string, draft: Draft, nowMs: number): Subject {
  return {
    ...fieldsOf(draft, kind),
    ...placeOf(draft),
    active: draft.active ?? true,
    stage: 'open',
    hidden: false,
    id: newId(),
    kind,
    owner,
    trusted: false,
    created: nowMs,
    modified: nowMs,
    version: 1,
  }
}

/** A subject after an edit of its owner. A draft without `active` leaves `active` unchanged. */
export function editedSubject(subject: Subject, draft: Draft, nowMs: number): Subject {
  return {
    ...subject,
    ...fieldsOf(draft, subject.kind, subject),
    ...placeOf(draft),
    active: draft.active ?? subject.active,
    modified: nowMs,
    version: subject.version + 1,
  }
}

/** A subject switched on or off. */
export function switchedSubject(subject: Subject, active: boolean, nowMs: number): Subject {
  return { ...subject, active, modified: nowMs, version: subject.version + 1 }
}

/** The stored keywords, region, device and validity of a draft. */
function placeOf({ keywords, region, device, showLocation, validFrom, validUntil }: Draft) {
  return {
    keywords,
    ...(region.polygon === undefined
      ? circleOf(region.circle, device, showLocation)
      : polygonOf(region, showLocation)),
    device,
    positionTime: undefined,
    validFrom: validFrom === undefined ? undefined : Date.parse(validFrom),
    validUntil: validUntil === undefined ? undefined : Date.parse(validUntil),
  }
}

type Region = Pick<Subject, 'at' | 'radiusMeters' | 'polygon'>

function circleOf(
  { centre, radiusMeters }: NonNullable<Draft['region']['circle']>,
  device: string | undefined,
  isShown: boolean,
): Region {
  return {
    at: device !== undefined || centre === undefined ? undefined : isShown ? centre : snapToGrid(centre),
    radiusMeters: isShown ? radiusMeters : Math.max(radiusMeters, HIDDEN_RADIUS_METERS_MIN),
    polygon: undefined,
  }
}

/** A hidden polygon stays exact. Others see its point on the grid, and its radius in large steps. */
function polygonOf({ polygon, at }: { polygon: readonly Point[]; at: Point }, isShown: boolean): Region {
  const place = isShown ? at : snapToGrid(at)
  const stepMeters = isShown ? 1 : HIDDEN_RADIUS_METERS_MIN
  const radiusMeters = Math.ceil(capRadiusMeters(polygon, place) / stepMeters) * stepMeters
  return { at: place, radiusMeters, polygon }
}
