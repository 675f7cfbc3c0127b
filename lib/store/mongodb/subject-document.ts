import { listCells } from '#lib/store/list-cells.ts'
import { keywordsOf, keywordsToStore, type StoredKeywords } from '#lib/store/stored-keywords.ts'
import { roleOf } from '#lib/store/subject-role.ts'
import type { Point } from '#lib/geo/point.ts'
import { jsonFieldsInMongo } from '#lib/subjects/fields-of.ts'
import { subjectBefore } from '#lib/subjects/subject-before.ts'
import type { OwnerFields } from '#lib/subjects/subject-fields.ts'
import type { HistoryEntry, IndexedSubject } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { subjectTerms } from '#lib/subjects/text-terms.ts'
import { cardOf } from './subject-card.ts'
import { indexKeys } from './subject-keys.ts'
import type { WithUnsent } from './unsent.ts'

/** A place in the form that the geospatial index needs. */
export interface GeoJsonPoint {
  readonly type: 'Point'
  readonly coordinates: readonly [lng: number, lat: number]
}

/** A subject as its collection stores it. */
export interface SubjectDocument
  extends
    Omit<Subject, 'id' | 'at' | 'polygon' | 'keywords' | 'positionTime' | 'accuracyMeters' | 'paused'>,
    StoredKeywords,
    WithUnsent {
  readonly _id: string
  /** Kind and wants as one text. */
  readonly role: string
  /** Of documents of an older version. Positions are kept by device. */
  readonly positionTime?: number | undefined
  /** The anchor: the place of a fixed subject; near the place of one that follows a device. */
  readonly location?: GeoJsonPoint | undefined
  /** The ring as JSON text `[[lng, lat], …]`, which is shorter than an array of documents. */
  readonly polygon?: string | undefined
  /** By which texts are searched, see `subjectTerms()`. Absent in documents of an older version. */
  readonly textTerms?: readonly string[] | undefined
  /** Newest first. */
  readonly history?: readonly HistoryEntry[] | undefined
  /** The bulk that named it last, and the line there; absent when none did. */
  readonly bulk?: { readonly number: number; readonly line: number } | undefined
  /** By which candidates are found, see `indexKeys()`. Absent in documents of an older version. */
  readonly keys?: readonly string[] | undefined
  /** By which lists find its place, see `listCells()`. Absent in documents of an older version. */
  readonly cells?: readonly string[] | undefined
  /** What matching reads of it, see `cardOf()`. Absent in documents of an older version. */
  readonly card?: string | undefined
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

/**
 * The document of a subject, without events. Some fields are text of JSON in it, see `defineField()`.
 *
 * @param followed the anchor of a subject that follows a device
 */
export function documentOfSubject(subject: Subject, followed?: Point): SubjectDocument {
  const { id, at, polygon, ...others } = subject
  const { positionTime: _time, accuracyMeters: _accuracy, paused: _paused, ...rest } = others
  const anchor = subject.device === undefined ? at : followed
  return {
    _id: id,
    ...rest,
    ...keywordsToStore(subject),
    textTerms: subjectTerms(subject),
    role: roleOf(subject),
    polygon: polygon && textOfRing(polygon),
    ...indexFields(subject, anchor),
    ...jsonFields(subject, JSON.stringify),
  }
}

/** The fields by which matching and lists find and read a subject. They change with its anchor. */
export function indexFields(
  subject: Subject,
  anchor: Point | undefined,
): Pick<SubjectDocument, 'location' | 'keys' | 'cells' | 'card'> {
  return {
    location: anchor && geoJsonOf(anchor),
    keys: indexKeys(subject, anchor),
    cells: listCells(subject.kind, anchor),
    card: cardOf(subject, anchor),
  }
}

/** What is not read of a document to have its subject. */
export const UNREAD_FIELDS = {
  unsent: 0,
  keys: 0,
  cells: 0,
  card: 0,
  textTerms: 0,
  history: 0,
  bulk: 0,
  role: 0,
  keyed: 0,
} as const

/** The subject of a document. It has no place yet if it follows a device, see `placeSubjects()`. */
export function subjectOfDocument(document: SubjectDocument): IndexedSubject {
  const {
    _id,
    role: _role,
    location,
    polygon,
    keys: _keys,
    cells: _cells,
    card: _card,
    textTerms: _terms,
    history: _history,
    bulk: _bulk,
    unsent: _unsent,
    ...others
  } = document
  const { words: _words, wordsFor: _wordsFor, keyed: _keyed, ...rest } = others
  const anchor = location && { lat: location.coordinates[1], lng: location.coordinates[0] }
  return {
    ...subjectBefore,
    ...rest,
    ...jsonFields(rest, (text) => JSON.parse(String(text)) as unknown),
    polygon: polygon === undefined ? undefined : ringOfText(polygon),
    id: _id,
    anchor,
    at: rest.device === undefined ? anchor : undefined,
    keywords: keywordsOf(document),
    device: rest.device,
    positionTime: undefined,
    validFrom: rest.validFrom,
    validUntil: rest.validUntil,
  }
}

function textOfRing(ring: readonly Point[]): string {
  return JSON.stringify(ring.map(({ lat, lng }) => [lng, lat]))
}

function ringOfText(text: string): Point[] {
  const positions: readonly (readonly [lng: number, lat: number])[] = JSON.parse(text)
  return positions.map(([lng, lat]) => ({ lat, lng }))
}

/** The fields that documents store as JSON text, if they are present. */
function jsonFields(fields: Partial<OwnerFields>, change: (value: unknown) => unknown): Partial<OwnerFields> {
  return Object.fromEntries(
    jsonFieldsInMongo
      .filter((name) => fields[name] !== undefined)
      .map((name) => [name, change(fields[name])]),
  )
}
