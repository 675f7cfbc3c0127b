import type { Point } from '#lib/geo/point.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { OwnerFields } from '#lib/subjects/subject-fields.ts'

/**
 * A search or an offer as the stations exchange it: what its owner writes (`subject-fields.ts`), and what depends on more than
 * that. Times are milliseconds since 1970, lengths metres.
 */
export interface Subject extends OwnerFields {
  readonly id: string
  readonly kind: SubjectKind
  /** As people wrote them, without doubles; see `matchingKeys()` for what is compared. */
  readonly keywords: readonly string[]
  readonly owner: string
  /** Centre of its circle. A mobile subject has none until its device said where it is. */
  readonly at: Point | undefined
  readonly radiusMeters: number
  /** The device it follows; undefined for a fixed subject. */
  readonly device: string | undefined
  /** When `at` was true, by the clock-corrected time of the ping that moved it. */
  readonly positionTime: number | undefined
  readonly active: boolean
  readonly validFrom: number | undefined
  readonly validUntil: number | undefined
  readonly trusted: boolean
  readonly created: number
  readonly modified: number
  /** Counts the owner's edits; its ETag. Moves of the device do not count. */
  readonly version: number
}
