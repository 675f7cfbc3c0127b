import { keywordsOf, keywordsToStore, type StoredKeywords } from '#lib/store/stored-keywords.ts'
import { roleOf } from '#lib/store/subject-role.ts'
import type { Point } from '#lib/geo/point.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { WithUnsent } from './unsent.ts'

/** A place as the index of places wants it. */
export interface GeoJsonPoint {
  readonly type: 'Point'
  readonly coordinates: readonly [lng: number, lat: number]
}

/** A subject as it lies in its collection. */
export interface SubjectDocument
  extends Omit<Subject, 'id' | 'at' | 'ext' | 'keywords'>, StoredKeywords, WithUnsent {
  readonly _id: string
  /** Kind and wants in one word. */
  readonly role: string
  readonly location?: GeoJsonPoint | undefined
  /** JSON: its names may be such as documents cannot have, and it may be nested deeper. */
  readonly ext: string
}

/**
 * The point of a place.
 *
 * @example
 * ```ts
 * geoJsonOf({ lat: 52.5, lng: 13.4 }).coordinates // => [13.4, 52.5]
 * ```
 */
export function geoJsonOf({ lat, lng }: Point): GeoJsonPoint {
  return { type: 'Point', coordinates: [lng, lat] }
}

/** The document of a subject, without events. */
export function documentOfSubject(subject: Subject): SubjectDocument {
  const { id, at, ext, ...rest } = subject
  return {
    _id: id,
    ...rest,
    ...keywordsToStore(subject),
    role: roleOf(subject),
    location: at && geoJsonOf(at),
    ext: JSON.stringify(ext),
  }
}

/** The subject of a document. */
export function subjectOfDocument(document: SubjectDocument): Subject {
  const { _id, role: _role, location, ext: text, unsent: _unsent, ...others } = document
  const { words: _words, wordsFor: _wordsFor, keyed: _keyed, ...rest } = others
  const ext: Subject['ext'] = JSON.parse(text)
  return {
    ...rest,
    id: _id,
    at: location && { lat: location.coordinates[1], lng: location.coordinates[0] },
    keywords: keywordsOf(document),
    language: rest.language,
    device: rest.device,
    positionTime: rest.positionTime,
    validFrom: rest.validFrom,
    validUntil: rest.validUntil,
    ext,
  }
}
