import { roleOf } from '#lib/store/subject-role.ts'
import type { Point } from '#lib/geo/point.ts'
import { KEYS_VERSION, matchingKeys } from '#lib/subjects/matching-keys.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { WithUnsent } from './unsent.ts'

/** A place as the index of places wants it. */
export interface GeoJsonPoint {
  readonly type: 'Point'
  readonly coordinates: readonly [lng: number, lat: number]
}

/** A subject as it lies in its collection. */
export interface SubjectDocument extends Omit<Subject, 'id' | 'at' | 'ext'>, WithUnsent {
  readonly _id: string
  /**
   * The matching keys: an older version, whose keywords were its keys, reads and writes beside a newer one. What it wrote has
   * no `words`, until its keys are written anew.
   */
  readonly keywords: readonly string[]
  /** The keywords as people wrote them. */
  readonly words?: readonly string[]
  /** By which version the keys were made. */
  readonly keyed?: number
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

/** What is written when the keys of a subject are. */
export function keysOfSubject(subject: Subject): { readonly keywords: string[]; readonly keyed: number } {
  return { keywords: matchingKeys(subject), keyed: KEYS_VERSION }
}

/** The document of a subject, without events. */
export function documentOfSubject(subject: Subject): SubjectDocument {
  const { id, at, ext, keywords, ...rest } = subject
  return {
    _id: id,
    ...rest,
    ...keysOfSubject(subject),
    words: keywords,
    role: roleOf(subject),
    location: at && geoJsonOf(at),
    ext: JSON.stringify(ext),
  }
}

/** The subject of a document. */
export function subjectOfDocument(document: SubjectDocument): Subject {
  const { _id, role: _role, location, ext: text, unsent: _unsent, keyed: _keyed, ...others } = document
  const { keywords, words = keywords, ...rest } = others
  const ext: Subject['ext'] = JSON.parse(text)
  return {
    ...rest,
    id: _id,
    at: location && { lat: location.coordinates[1], lng: location.coordinates[0] },
    keywords: words,
    language: rest.language,
    device: rest.device,
    positionTime: rest.positionTime,
    validFrom: rest.validFrom,
    validUntil: rest.validUntil,
    ext,
  }
}
