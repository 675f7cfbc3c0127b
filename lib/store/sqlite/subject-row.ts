import { keywordsOf, keywordsToStore, type StoredKeywords } from '#lib/store/stored-keywords.ts'
import { roleOf } from '#lib/store/subject-role.ts'
import { fieldsBefore } from '#lib/subjects/fields-of.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** A row of the table of subjects. */
export interface SubjectRow {
  readonly id: string
  readonly kind: SubjectKind
  readonly role: string
  readonly owner: string
  readonly active: number
  readonly device: string | null
  readonly lat: number | null
  readonly lng: number | null
  readonly position_time: number | null
  readonly valid_from: number | null
  readonly valid_until: number | null
  readonly version: number
  /** JSON of all other fields. */
  readonly document: string
}

/** A stored row. */
export type StoredSubjectRow = SubjectRow & {
  readonly row: number
}

type Columns =
  | 'id'
  | 'kind'
  | 'owner'
  | 'active'
  | 'device'
  | 'at'
  | 'positionTime'
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

/** The row of a subject. */
export function rowOfSubject(subject: Subject): SubjectRow {
  const { id, kind, owner, active, device, at, positionTime, validFrom, validUntil, version, ...others } =
    subject
  const document: Stored = { ...others, ...keywordsToStore(subject) }
  return {
    id,
    kind,
    role: roleOf(subject),
    owner,
    active: Number(active),
    device: device ?? null,
    lat: at?.lat ?? null,
    lng: at?.lng ?? null,
    position_time: positionTime ?? null,
    valid_from: validFrom ?? null,
    valid_until: validUntil ?? null,
    version,
    document: JSON.stringify(document),
  }
}

/** The subject of a row. */
export function subjectOfRow(row: SubjectRow): Subject {
  const { lat, lng } = row
  const stored = storedOf(row)
  const { words: _words, wordsFor: _wordsFor, keyed: _keyed, ...rest } = stored
  return {
    ...fieldsBefore,
    ...rest,
    keywords: keywordsOf(stored),
    id: row.id,
    kind: row.kind,
    owner: row.owner,
    active: row.active === 1,
    device: row.device ?? undefined,
    at: lat === null || lng === null ? undefined : { lat, lng },
    positionTime: row.position_time ?? undefined,
    validFrom: row.valid_from ?? undefined,
    validUntil: row.valid_until ?? undefined,
    version: row.version,
  }
}
