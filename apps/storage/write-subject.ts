import { snapToGrid } from '#lib/geo/snap.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Subject, SubjectKind } from '#lib/subjects/subject.ts'
import type { Draft } from './subject-wire.ts'

// Others learn no more of a hidden place than a cell of the grid: its circle may be no smaller.
const HIDDEN_RADIUS_METERS_MIN = 500

/** A new subject of an owner. */
export function newSubject(kind: SubjectKind, owner: string, draft: Draft, nowMs: number): Subject {
  return {
    ...fieldsOf(kind, draft),
    active: draft.active ?? true,
    id: newId(),
    kind,
    owner,
    trusted: false,
    created: nowMs,
    modified: nowMs,
    version: 1,
  }
}

/** A subject after its owner's edit; what the owner does not write stays, and so does whether it is on where the draft does not say. */
export function editedSubject(subject: Subject, draft: Draft, nowMs: number): Subject {
  return {
    ...subject,
    ...fieldsOf(subject.kind, draft),
    active: draft.active ?? subject.active,
    modified: nowMs,
    version: subject.version + 1,
  }
}

/** A subject switched on or off. */
export function switchedSubject(subject: Subject, active: boolean, nowMs: number): Subject {
  return { ...subject, active, modified: nowMs, version: subject.version + 1 }
}

type DraftFields = Omit<
  Subject,
  'id' | 'kind' | 'owner' | 'active' | 'trusted' | 'created' | 'modified' | 'version'
>

function fieldsOf(kind: SubjectKind, draft: Draft): DraftFields {
  const {
    wants,
    title,
    text,
    keywords,
    language,
    region,
    device,
    place,
    showLocation,
    allowContacts,
    images,
    ext,
  } = draft
  const { centre, radiusMeters } = region.circle
  return {
    wants: kind === 'search' ? wants : 'offers',
    title,
    text,
    keywords,
    language,
    at: device !== undefined || centre === undefined ? undefined : showLocation ? centre : snapToGrid(centre),
    radiusMeters: showLocation ? radiusMeters : Math.max(radiusMeters, HIDDEN_RADIUS_METERS_MIN),
    device,
    positionTime: undefined,
    place,
    showLocation,
    allowContacts,
    validFrom: draft.validFrom === undefined ? undefined : Date.parse(draft.validFrom),
    validUntil: draft.validUntil === undefined ? undefined : Date.parse(draft.validUntil),
    images,
    ext,
  }
}
