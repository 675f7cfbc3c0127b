import { keywordsOf, keywordsToStore, type StoredKeywords } from '#lib/store/stored-keywords.ts'
import { roleOf } from '#lib/store/subject-role.ts'
import type { Point } from '#lib/geo/point.ts'
import { fieldsBefore, jsonFieldsInMongo } from '#lib/subjects/fields-of.ts'
import type { OwnerFields } from '#lib/subjects/subject-fields.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { WithUnsent } from './unsent.ts'

/** A place in the form that the geospatial index needs. */
export interface GeoJsonPoint {
  readonly type: 'Point'
  readonly coordinates: readonly [lng: number, lat: number]
}

/** A subject as its collection stores it. */
export interface SubjectDocument extends Omit<Subject, 'id' | 'at' | 'keywords'>, StoredKeywords, WithUnsent {
  readonly _id: string
  /** Kind and wants as one text. */
  readonly role: string
  readonly location?: GeoJsonPoint | undefined
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

/** The document of a subject, without events. Some fields are text of JSON in it, see `defineField()`. */
export function documentOfSubject(subject: Subject): SubjectDocument {
  const { id, at, ...rest } = subject
  return {
    _id: id,
    ...rest,
    ...keywordsToStore(subject),
    role: roleOf(subject),
    location: at && geoJsonOf(at),
    ...jsonFields(subject, JSON.stringify),
  }
}

/** The subject of a document. */
export function subjectOfDocument(document: SubjectDocument): Subject {
  const { _id, role: _role, location, unsent: _unsent, ...others } = document
  const { words: _words, wordsFor: _wordsFor, keyed: _keyed, ...rest } = others
  return {
    ...fieldsBefore,
    ...rest,
    ...jsonFields(rest, (text) => JSON.parse(String(text)) as unknown),
    id: _id,
    at: location && { lat: location.coordinates[1], lng: location.coordinates[0] },
    keywords: keywordsOf(document),
    device: rest.device,
    positionTime: rest.positionTime,
    validFrom: rest.validFrom,
    validUntil: rest.validUntil,
  }
}

/** The fields that documents store as JSON text, if they are present. */
function jsonFields(fields: Partial<OwnerFields>, change: (value: unknown) => unknown): Partial<OwnerFields> {
  return Object.fromEntries(
    jsonFieldsInMongo
      .filter((name) => fields[name] !== undefined)
      .map((name) => [name, change(fields[name])]),
  )
}
