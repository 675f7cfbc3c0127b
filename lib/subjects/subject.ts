import type { Point } from '#lib/geo/point.ts'
import type { Stage, SubjectKind } from '#lib/subjects/choices.ts'
import type { OwnerFields } from '#lib/subjects/subject-fields.ts'

/**
 * A search or an offer as the stations exchange it: the fields that its owner writes (`subject-fields.ts`), and fields that
 * depend on others. Times are milliseconds since 1970, lengths are metres.
 */
export interface Subject extends OwnerFields {
  readonly id: string
  readonly kind: SubjectKind
  /** As people wrote them, without duplicates. Matching compares `matchingKeys()` instead. */
  readonly keywords: readonly string[]
  readonly owner: string
  /**
   * Centre of its circle, or the location of its polygon: where it is shown. A subject that follows a device has no centre before its owner's device sent a
   * position, and when that position is too old.
   */
  readonly at: Point | undefined
  /**
   * Radius of its circle. For a polygon: of a circle around `at` that contains the polygon, rounded up; whoever is outside of this
   * circle is outside of the polygon.
   */
  readonly radiusMeters: number
  /**
   * The points of its polygon, with great-circle edges between them, without a repetition of the first point. Undefined when the region
   * is the circle. Only a fixed subject has one. It is exact, also for a subject whose location
   * is hidden; see `decidingPolygon()`.
   */
  readonly polygon?: readonly Point[] | undefined
  /** The device it follows; undefined for a fixed subject. */
  readonly device: string | undefined
  /**
   * For a subject that follows a device, the clock-corrected time of the last ping of its owner's device: the time of `at`, or of a position
   * that is too old to count.
   */
  readonly positionTime: number | undefined
  /** How far its device may be away from where it said it was, in metres. */
  readonly accuracyMeters?: number | undefined
  /** True while the device that it follows is silent. It has no place then. */
  readonly paused?: true | undefined
  readonly active: boolean
  /** One that is settled is never active. */
  readonly stage: Stage
  /** True while operators hide it: only its owner and operators see it, and it has no pairs. */
  readonly hidden: boolean
  /** Why they hide it, in words for its owner. */
  readonly hiddenBecause?: string | undefined
  /** The forbidden words and hosts that were in it when operators last showed it: they do not hide it again. Nobody else sees them. */
  readonly cleared?: readonly string[] | undefined
  readonly validFrom: number | undefined
  readonly validUntil: number | undefined
  readonly trusted: boolean
  readonly created: number
  readonly modified: number
  /** Number of edits by the owner, used as ETag. Moves of the device do not change it. */
  readonly version: number
}
