import type { Point } from '#lib/geo/point.ts'

/** A name in the languages of our pages. */
export interface PlaceName {
  readonly de: string
  readonly en: string
}

/** A town, a part of one, or the area of a postcode. */
export interface Place {
  readonly name: PlaceName
  /** Set when this is a part of the place: the area of this postcode. */
  readonly postcode?: string
  /** State, canton, region: what tells towns of one name apart. */
  readonly state?: PlaceName
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly at: Point
  /** Rounded to two digits. */
  readonly people?: number
}
