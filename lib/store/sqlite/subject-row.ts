import type { Point } from '#lib/geo/point.ts'
import { keywordsOf, keywordsToStore, type StoredKeywords } from '#lib/store/stored-keywords.ts'
import { roleOf } from '#lib/store/subject-role.ts'
import type { IndexedSubject } from '#lib/store/subjects.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import { subjectBefore } from '#lib/subjects/subject-before.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { subjectTerms } from '#lib/subjects/text-terms.ts'

/** A row of the table of subjects. */
export interface SubjectRow {
  readonly id: string
  readonly kind: SubjectKind
  readonly role: string
  readonly owner: string
  readonly active: number
  readonly hidden: number
  /** JSON of the terms by which it is found. */
  readonly terms: string
  readonly device: string | null
  /** The anchor: the place of a fixed subject; near the place of one that follows a device. */
  readonly lat: number | null
  readonly lng: number | null
  readonly valid_from: number | null
  readonly valid_until: number | null
  readonly version: number
  /** JSON of all other fields. */
  readonly document: string
}

/** A stored row. */
export type StoredSubjectRow = SubjectRow & {
  readonly row: number
  /** The bulk that named it last, and the line there; null when none did. */
  readonly bulk_number: number | null
  readonly bulk_line: number | null
}

type Columns =
  | 'id'
  | 'kind'
  | 'owner'
  | 'active'
  | 'hidden'
  | 'device'
  | 'at'
  | 'positionTime'
  | 'accuracyMeters'
  | 'validFrom'
  | 'validUntil'
  | 'version'

type Stored = Omit<Subject, Columns> & StoredKeywords

/** The keys by which a row is found. */
export function keysOfRow(row: SubjectRow): readonly string[] {
  return storedOf(row).keywords
}

function storedOf(row: SubjectRow): Stored {
  const stored: Stored = JSON.parse(row.document)
  return stored
}

/**
 * The row of a subject.
 *
 * @param followed the anchor of a subject that follows a device
 */
export function rowOfSubject(subject: Subject, followed?: Point): SubjectRow {
  const { id, kind, owner, active, hidden, device, at, validFrom, validUntil, version, ...rest } = subject
  const { positionTime: _time, accuracyMeters: _accuracy, paused: _paused, ...others } = rest
  const anchor = device === undefined ? at : followed
  const document: Stored = { ...others, ...keywordsToStore(subject) }
  return {
    id,
    kind,
    role: roleOf(subject),
    owner,
    active: Number(active),
    hidden: Number(hidden),
    terms: JSON.stringify(subjectTerms(subject)),
    device: device ?? null,
    lat: anchor?.lat ?? null,
    lng: anchor?.lng ?? null,
    valid_from: validFrom ?? null,
    valid_until: validUntil ?? null,
    version,
    document: JSON.stringify(document),
  }
}

/** The subject of a row. It has no place yet if it follows a device, see `placeSubjects()`. */
export function subjectOfRow(row: SubjectRow): IndexedSubject {
  const { lat, lng } = row
  const anchor = lat === null || lng === null ? undefined : { lat, lng }
  const stored = storedOf(row)
  const { words: _words, wordsFor: _wordsFor, keyed: _keyed, ...rest } = stored
  return {
    ...subjectBefore,
    ...rest,
    keywords: keywordsOf(stored),
    id: row.id,
    kind: row.kind,
    owner: row.owner,
    active: row.active === 1,
    hidden: row.hidden === 1,
    device: row.device ?? undefined,
    anchor,
    at: row.device === null ? anchor : undefined,
    positionTime: undefined,
    validFrom: row.valid_from ?? undefined,
    validUntil: row.valid_until ?? undefined,
    version: row.version,
  }
}
