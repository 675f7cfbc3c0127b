import type { Point } from '#lib/geo/point.ts'
import { capRadiusMeters } from '#lib/geo/polygon-size.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { newId } from '#lib/ids/new-id.ts'
import { HIDDEN_RADIUS_METERS_MIN } from '#lib/matching/deciding-polygon.ts'
import { fieldsOf } from '#lib/subjects/fields-of.ts'
import type { Stage, SubjectKind } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { Draft } from './subject-wire.ts'

/** How long a subject is valid at least once it is renewed: two weeks. */
const RENEWED_MS = 14 * 24 * 3_600_000

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
    ...activeOf(subject, draft.active ?? subject.active),
    modified: nowMs,
    version: subject.version + 1,
  }
}

/** A subject switched on or off. */
export function switchedSubject(subject: Subject, active: boolean, nowMs: number): Subject {
  return { ...subject, ...activeOf(subject, active), modified: nowMs, version: subject.version + 1 }
}

/** One that is settled is never active, so switching it on opens it again. */
function activeOf({ stage }: Subject, active: boolean): Pick<Subject, 'active' | 'stage'> {
  return { active, stage: active && stage === 'settled' ? 'open' : stage }
}

/** A subject that operators hide, and why. */
export function hiddenSubject(subject: Subject, hiddenBecause: string, nowMs: number): Subject {
  return { ...subject, hidden: true, hiddenBecause, modified: nowMs, version: subject.version + 1 }
}

/** A subject that operators hide no longer, with the forbidden words and hosts that they found in it. */
export function shownSubject(subject: Subject, cleared: readonly string[], nowMs: number): Subject {
  return {
    ...subject,
    hidden: false,
    hiddenBecause: undefined,
    cleared: cleared.length === 0 ? undefined : cleared,
    modified: nowMs,
    version: subject.version + 1,
  }
}

/** A subject at another stage: a settled one is off, and one that opens again after that is on. */
export function stagedSubject(subject: Subject, stage: Stage, nowMs: number): Subject {
  const active =
    stage === 'settled' ? false : subject.active || (stage === 'open' && subject.stage === 'settled')
  return { ...subject, active, stage, modified: nowMs, version: subject.version + 1 }
}

/** A subject whose end is at least `RENEWED_MS` away; the same subject when it already is, or when it has no end. */
export function renewedSubject(subject: Subject, nowMs: number): Subject {
  const validUntil = renewedEnd(subject, nowMs)
  if (validUntil === subject.validUntil) return subject
  return { ...subject, validUntil, modified: nowMs, version: subject.version + 1 }
}

/** A copy as a new subject. It is not active: its owner looks at it first, and nobody is told of the same thing twice. */
export function copiedSubject(subject: Subject, nowMs: number): Subject {
  return {
    ...subject,
    active: false,
    stage: 'open',
    validUntil: renewedEnd(subject, nowMs),
    id: newId(),
    cleared: undefined,
    trusted: false,
    created: nowMs,
    modified: nowMs,
    version: 1,
  }
}

function renewedEnd({ validUntil }: Subject, nowMs: number): number | undefined {
  return validUntil === undefined ? undefined : Math.max(validUntil, nowMs + RENEWED_MS)
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
