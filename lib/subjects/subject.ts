import type { Point } from '#lib/geo/point.ts'

/** The two kinds of subjects. */
export const SUBJECT_KINDS = ['search', 'offer'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

/** What a search looks for: offers, or other searches (who else looks for this near me). */
export const WANTS = ['offers', 'searches'] as const
export type Wants = (typeof WANTS)[number]

/** Languages whose word forms meet: "bikes" and "bike", "Fahrräder" and "Fahrrad". */
export const LANGUAGES = ['de', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** A search or an offer as the stations exchange it. Times are milliseconds since 1970, lengths metres. */
export interface Subject {
  readonly id: string
  readonly kind: SubjectKind
  /** Only a search wants something; an offer carries `offers` and is never asked. */
  readonly wants: Wants
  readonly title: string
  readonly text: string
  /** As people wrote them, without doubles; see `matchingKeys()` for what is compared. */
  readonly keywords: readonly string[]
  /** The language of its keywords; undefined where they may be of any. */
  readonly language: Language | undefined
  readonly owner: string
  /** Centre of its circle. A mobile subject has none until its device said where it is. */
  readonly at: Point | undefined
  readonly radiusMeters: number
  /** The device it follows; undefined for a fixed subject. */
  readonly device: string | undefined
  /** When `at` was true, by the clock-corrected time of the ping that moved it. */
  readonly positionTime: number | undefined
  readonly place: string
  readonly showLocation: boolean
  readonly allowContacts: boolean
  readonly active: boolean
  readonly validFrom: number | undefined
  readonly validUntil: number | undefined
  readonly images: readonly string[]
  readonly trusted: boolean
  /** Free fields of the owner, at most 8 KiB of JSON. */
  readonly ext: Readonly<Record<string, unknown>>
  readonly created: number
  readonly modified: number
  /** Counts the owner's edits; its ETag. Moves of the device do not count. */
  readonly version: number
}
